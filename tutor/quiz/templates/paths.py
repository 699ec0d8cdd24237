"""Items about gradients along paths and over branches."""

from __future__ import annotations

from tutor.quiz.templates.template import Draw, Level, Template
from tutor.words import N_

_APPLES = {"apple": Draw(60, 240, 10), "count": Draw(3, 12), "tax": (1.05, 1.1, 1.15, 1.2)}
_CINEMA = {"ticket": Draw(20, 90, 5), "seats": Draw(3, 14), "discount": (0.6, 0.7, 0.75, 0.8, 0.85, 0.9)}
_BASKET = {
    "apple": Draw(60, 190, 10),
    "apples": Draw(2, 9),
    "orange": Draw(70, 240, 10),
    "oranges": Draw(3, 12),
    "tax": (1.05, 1.1, 1.2),
}
_BASKET_LABELS = {
    "apple": N_("apple: price of one apple, in won"),
    "apples": N_("apples: how many apples"),
    "orange": N_("orange: price of one orange, in won"),
    "oranges": N_("oranges: how many oranges"),
    "delivery": N_("delivery: price of the delivery, in won"),
    "tax": N_("tax: tax factor"),
    "red": N_("red: all apples, in won"),
    "yellow": N_("yellow: all oranges, in won"),
    "fruit": N_("fruit: apples and oranges, in won"),
    "subtotal": N_("subtotal: before tax, in won"),
    "price": N_("price: what there is to pay, in won"),
}
_ZOO = {
    "adult": Draw(60, 140, 5),
    "adults": Draw(2, 9),
    "child": Draw(25, 55, 5),
    "children": Draw(3, 19),
    "group": (0.6, 0.7, 0.75, 0.8, 0.9),
}

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "chain-rule": (
        Template(
            "museum",
            N_(
                "A class of {pupils} goes to a museum at {ticket} won a ticket. Groups pay {group} of the price. "
                "How strongly does the amount to pay react?"
            ),
            "full = ticket * pupils\ntotal = full * group",
            {
                1: Level(
                    {"ticket": Draw(20, 90, 5), "pupils": Draw(12, 28), "group": (0.6, 0.7, 0.8, 0.9)},
                    ("d total / d ticket", "d total / d pupils"),
                ),
                2: Level(
                    {
                        "ticket": Draw(20, 90, 5),
                        "pupils": Draw(12, 28),
                        "guide": Draw(110, 290, 10),
                        "group": (0.6, 0.7, 0.8, 0.9),
                    },
                    ("d total / d ticket", "d total / d pupils"),
                    graph="full = ticket * pupils\nguided = full + guide\ntotal = guided * group",
                    story=N_(
                        "A class of {pupils} goes to a museum at {ticket} won a ticket, with a guide for {guide} won. "
                        "Groups pay {group} of all that. How strongly does the amount to pay react?"
                    ),
                ),
                3: Level(
                    {
                        "ticket": Draw(20, 90, 5),
                        "pupils": Draw(12, 28),
                        "guide": Draw(110, 290, 10),
                        "group": (0.6, 0.7, 0.8, 0.9),
                        "teachers": (4, 5, 8, 10),
                    },
                    ("d each / d ticket", "d each / d pupils", "d each / d guide"),
                    graph="full = ticket * pupils\nguided = full + guide\ntotal = guided * group\n"
                    "each = total / teachers",
                    story=N_(
                        "A class of {pupils} goes to a museum at {ticket} won a ticket, with a guide for {guide} won. "
                        "Groups pay {group} of all that, and {teachers} teachers share the sum. How strongly does each "
                        "one's part react?"
                    ),
                ),
            },
            {
                "ticket": N_("ticket: price of one ticket, in won"),
                "pupils": N_("pupils: how many pupils"),
                "guide": N_("guide: price of the guide, in won"),
                "group": N_("group: factor for groups"),
                "teachers": N_("teachers: how many share the sum"),
                "full": N_("full: all tickets, in won"),
                "guided": N_("guided: tickets and guide, in won"),
                "total": N_("total: what the class pays, in won"),
                "each": N_("each: what each teacher pays, in won"),
            },
        ),
        Template(
            "van",
            N_(
                "A van goes {km} km with {use} litres for each km, at {litre} won a litre. "
                "How strongly does the cost of the trip react?"
            ),
            "litres = km * use\nfuel = litres * litre",
            {
                1: Level(
                    {"km": Draw(120, 480, 20), "use": Draw(0.06, 0.15, 0.01), "litre": Draw(11, 24)},
                    ("d fuel / d km", "d fuel / d use"),
                ),
                2: Level(
                    {
                        "km": Draw(120, 480, 20),
                        "use": (0.05, 0.06, 0.08, 0.1, 0.12, 0.15),
                        "litre": Draw(11, 24),
                        "toll": Draw(25, 95, 5),
                        "tax": (1.1, 1.2),
                    },
                    ("d price / d km", "d price / d use"),
                    graph="litres = km * use\nfuel = litres * litre\ntrip = fuel + toll\nprice = trip * tax",
                    story=N_(
                        "A van goes {km} km with {use} litres for each km, at {litre} won a litre. With the toll of "
                        "{toll} won that makes the trip, and tax is on top: the factor {tax}. How strongly does the "
                        "price react?"
                    ),
                ),
                3: Level(
                    {
                        "speed": Draw(45, 95, 5),
                        "hours": Draw(2, 9),
                        "use": (0.05, 0.06, 0.08, 0.1, 0.12, 0.15),
                        "litre": Draw(11, 24),
                        "toll": Draw(25, 95, 5),
                        "tax": (1.1, 1.2),
                    },
                    ("d price / d hours", "d price / d speed"),
                    graph="km = speed * hours\nlitres = km * use\nfuel = litres * litre\ntrip = fuel + toll\n"
                    "price = trip * tax",
                    story=N_(
                        "A van goes {speed} km an hour for {hours} hours with {use} litres for each km, at {litre} won "
                        "a litre. With the toll of {toll} won that makes the trip, and tax is on top: the factor "
                        "{tax}. How strongly does the price react?"
                    ),
                ),
            },
            {
                "speed": N_("speed: km an hour"),
                "hours": N_("hours: hours at the wheel"),
                "km": N_("km: the whole way"),
                "use": N_("use: litres for one km"),
                "litre": N_("litre: price of one litre, in won"),
                "toll": N_("toll: price of the road, in won"),
                "tax": N_("tax: tax factor"),
                "litres": N_("litres: all the fuel that is burnt"),
                "fuel": N_("fuel: what the fuel costs, in won"),
                "trip": N_("trip: fuel and toll, in won"),
                "price": N_("price: what there is to pay, in won"),
            },
        ),
    ),
    "apple-tax": (
        Template(
            "apples",
            N_(
                "{count} boxes of apples at {apple} won a box, with tax on top: the factor {tax}. "
                "How strongly does the price react?"
            ),
            "subtotal = apple * count\nprice = subtotal * tax",
            {
                1: Level(_APPLES, ("d price / d subtotal", "d price / d tax")),
                2: Level(_APPLES, ("d price / d apple", "d price / d count")),
                3: Level(
                    {**_APPLES, "apple": Draw(61, 247, 3), "tax": (1.03, 1.06, 1.08, 1.12, 1.15)},
                    ("d price / d apple", "d price / d count"),
                ),
            },
            {
                "apple": N_("apple: price of one box, in won"),
                "count": N_("count: how many boxes"),
                "tax": N_("tax: tax factor"),
                "subtotal": N_("subtotal: before tax, in won"),
                "price": N_("price: what there is to pay, in won"),
            },
        ),
        Template(
            "cinema",
            N_(
                "{seats} cinema tickets at {ticket} won each, with a discount: the factor {discount}. "
                "How strongly does the amount to pay react?"
            ),
            "full = ticket * seats\ntotal = full * discount",
            {
                1: Level(_CINEMA, ("d total / d full", "d total / d discount")),
                2: Level(_CINEMA, ("d total / d ticket", "d total / d seats")),
                3: Level(
                    {**_CINEMA, "fee": Draw(1.5, 9.5, 0.5)},
                    ("d total / d ticket", "d total / d seats", "d total / d fee"),
                    graph="each = ticket + fee\nfull = each * seats\ntotal = full * discount",
                    story=N_(
                        "{seats} cinema tickets at {ticket} won each and a fee of {fee} won for each, with a discount "
                        "on all of it: the factor {discount}. How strongly does the amount to pay react?"
                    ),
                ),
            },
            {
                "ticket": N_("ticket: price of one ticket, in won"),
                "seats": N_("seats: how many tickets"),
                "fee": N_("fee: fee for one ticket, in won"),
                "discount": N_("discount: factor for the discount"),
                "each": N_("each: one ticket with its fee, in won"),
                "full": N_("full: before the discount, in won"),
                "total": N_("total: what there is to pay, in won"),
            },
        ),
    ),
    "branches": (
        Template(
            "melons",
            N_(
                "Melons at {melon} won each: {mine} for oneself and {gifts} as gifts. The price of a melon is used "
                "twice. How strongly does the total react to it?"
            ),
            "own = melon * mine\ngiven = melon * gifts\ntotal = own + given",
            {
                1: Level({"melon": Draw(25, 95, 5), "mine": Draw(2, 9), "gifts": Draw(3, 19)}, ("d total / d melon",)),
                2: Level(
                    {
                        "melon": Draw(25, 95, 5),
                        "mine": Draw(2, 9),
                        "gifts": Draw(3, 19),
                        "wrapping": (1.1, 1.2, 1.3, 1.4, 1.5),
                    },
                    ("d total / d melon",),
                    graph="own = melon * mine\nplain = melon * gifts\ngiven = plain * wrapping\ntotal = own + given",
                    story=N_(
                        "Melons at {melon} won each: {mine} for oneself and {gifts} as gifts, which wrapping makes "
                        "{wrapping} times as dear. The price of a melon is used twice. How strongly does the total "
                        "react to it?"
                    ),
                ),
                3: Level(
                    {
                        "melon": Draw(25, 95, 5),
                        "mine": Draw(2, 9),
                        "gifts": Draw(3, 19),
                        "wrapping": (1.1, 1.2, 1.3, 1.4, 1.5),
                        "tax": (1.1, 1.2),
                    },
                    ("d total / d melon",),
                    graph="own = melon * mine\nplain = melon * gifts\ngiven = plain * wrapping\n"
                    "subtotal = own + given\ntotal = subtotal * tax",
                    story=N_(
                        "Melons at {melon} won each: {mine} for oneself and {gifts} as gifts, which wrapping makes "
                        "{wrapping} times as dear, and tax on all of it: the factor {tax}. The price of a melon is "
                        "used twice. How strongly does the total react to it?"
                    ),
                ),
            },
            {
                "melon": N_("melon: price of one melon, in won"),
                "mine": N_("mine: how many for oneself"),
                "gifts": N_("gifts: how many as gifts"),
                "wrapping": N_("wrapping: factor for the wrapping"),
                "tax": N_("tax: tax factor"),
                "own": N_("own: what is kept, in won"),
                "plain": N_("plain: gifts without wrapping, in won"),
                "given": N_("given: what is given away, in won"),
                "subtotal": N_("subtotal: before tax, in won"),
                "total": N_("total: what there is to pay, in won"),
            },
        ),
        Template(
            "sandpit",
            N_(
                "A square sandpit with sides of {side} m takes sand for {sand} won a m². The side is used twice. "
                "How strongly does the cost react to the side?"
            ),
            "area = side * side\ncost = area * sand",
            {
                1: Level({"side": Draw(2.5, 9.5, 0.5), "sand": Draw(11, 39)}, ("d cost / d side",)),
                2: Level(
                    {"side": Draw(2.5, 9.5, 0.5), "sand": Draw(11, 39), "board": Draw(15, 65, 5)},
                    ("d cost / d side",),
                    graph="sides = side * 4\narea = side * side\nfilling = area * sand\nframe = sides * board\n"
                    "cost = filling + frame",
                    story=N_(
                        "A square sandpit with sides of {side} m takes sand for {sand} won a m² and a frame for "
                        "{board} won a m. The side is used more than once. How strongly does the cost react to "
                        "the side?"
                    ),
                ),
                3: Level(
                    {"side": Draw(2.5, 9.5, 0.5), "longer": Draw(1, 6), "sand": Draw(11, 39), "board": Draw(15, 65, 5)},
                    ("d cost / d side",),
                    graph="length = side + longer\narea = side * length\nfilling = area * sand\nframe = side * board\n"
                    "cost = filling + frame",
                    story=N_(
                        "A sandpit is {side} m wide and {longer} m longer than that. It takes sand for {sand} won a m² "
                        "and, at one end, a board for {board} won a m. The side is used more than once. How strongly "
                        "does the cost react to the side?"
                    ),
                ),
            },
            {
                "side": N_("side: length of one side, in m"),
                "longer": N_("longer: how much longer the other side is, in m"),
                "sand": N_("sand: won for one m²"),
                "board": N_("board: won for one m"),
                "sides": N_("sides: all four sides, in m"),
                "length": N_("length: length of the other side, in m"),
                "area": N_("area: surface, in m²"),
                "filling": N_("filling: what the sand costs, in won"),
                "frame": N_("frame: what the boards cost, in won"),
                "cost": N_("cost: what it costs in all, in won"),
            },
        ),
    ),
    "apples-and-oranges": (
        Template(
            "basket",
            N_(
                "{apples} apples at {apple} won each and {oranges} oranges at {orange} won each, with tax on all of "
                "it: the factor {tax}. How strongly does the price react?"
            ),
            "red = apple * apples\nyellow = orange * oranges\nfruit = red + yellow\nprice = fruit * tax",
            {
                1: Level(_BASKET, ("d price / d red", "d price / d yellow", "d price / d tax")),
                2: Level(_BASKET, ("d price / d apple", "d price / d orange")),
                3: Level(
                    {**_BASKET, "delivery": Draw(20, 90, 10)},
                    ("d price / d apples", "d price / d oranges", "d price / d tax"),
                    graph="red = apple * apples\nyellow = orange * oranges\nfruit = red + yellow\n"
                    "subtotal = fruit + delivery\nprice = subtotal * tax",
                    story=N_(
                        "{apples} apples at {apple} won each and {oranges} oranges at {orange} won each are delivered "
                        "for {delivery} won, with tax on all of it: the factor {tax}. How strongly does the price "
                        "react?"
                    ),
                ),
            },
            _BASKET_LABELS,
        ),
        Template(
            "zoo",
            N_(
                "{adults} adults at {adult} won and {children} children at {child} won go to the zoo. Groups pay "
                "{group} of all that. How strongly does the amount to pay react?"
            ),
            "old = adult * adults\nyoung = child * children\nfull = old + young\ntotal = full * group",
            {
                1: Level(_ZOO, ("d total / d old", "d total / d young", "d total / d group")),
                2: Level(_ZOO, ("d total / d adult", "d total / d child")),
                3: Level(
                    {**_ZOO, "voucher": Draw(20, 90, 5)},
                    ("d total / d adults", "d total / d children", "d total / d group"),
                    graph="old = adult * adults\nyoung = child * children\nfull = old + young\n"
                    "reduced = full - voucher\ntotal = reduced * group",
                    story=N_(
                        "{adults} adults at {adult} won and {children} children at {child} won go to the zoo, less a "
                        "voucher of {voucher} won. Groups pay {group} of all that. How strongly does the amount to pay "
                        "react?"
                    ),
                ),
            },
            {
                "adult": N_("adult: ticket of an adult, in won"),
                "adults": N_("adults: how many adults"),
                "child": N_("child: ticket of a child, in won"),
                "children": N_("children: how many children"),
                "voucher": N_("voucher: taken off, in won"),
                "group": N_("group: factor for groups"),
                "old": N_("old: all adults, in won"),
                "young": N_("young: all children, in won"),
                "full": N_("full: adults and children, in won"),
                "reduced": N_("reduced: less the voucher, in won"),
                "total": N_("total: what there is to pay, in won"),
            },
        ),
    ),
}
