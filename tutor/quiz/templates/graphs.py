"""Items about gradients on a graph: one node, the path to it, branches."""

from __future__ import annotations

from tutor.quiz.templates.template import Draw, Level, Template
from tutor.words import N_

_POOL = {
    "flow": Draw(12, 48, 2),
    "minutes": Draw(15, 90, 5),
    "surface": (4, 5, 8, 10, 16, 20, 25),
    "fee": (0.2, 0.3, 0.6, 0.7, 1.2, 1.5),
}
_PRINT = {"sheets": Draw(3, 24), "copies": Draw(25, 95, 5), "sheet": (0.3, 0.4, 0.6, 0.7, 0.8, 1.2, 1.5)}
_GIVEN = {"x": Draw(2, 12), "y": Draw(2.5, 9.5, 0.5), "upstream": (-4, -3, -2.5, -1.5, -0.5, 0.3, 0.7, 1.5, 3, 4, 6)}
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
    "local-gradient": (
        Template(
            "pool",
            N_(
                "Water flows into a pool, {flow} m³ a minute for {minutes} minutes. The pool has a surface of "
                "{surface} m², and a m³ of water costs {fee} won. Only one node is asked for: its local gradient, as "
                "if nothing came behind it."
            ),
            "water = flow * minutes\nlevel = water / surface\ncost = water * fee",
            {
                1: Level(_POOL, ("d water / d flow", "d water / d minutes", "d cost / d water")),
                2: Level(_POOL, ("d level / d water",)),
                3: Level(_POOL, ("d level / d surface",)),
            },
            {
                "flow": N_("flow: m³ a minute"),
                "minutes": N_("minutes: how long it flows"),
                "surface": N_("surface: surface of the pool, in m²"),
                "fee": N_("fee: price of one m³, in won"),
                "water": N_("water: all the water, in m³"),
                "level": N_("level: how high it stands, in m"),
                "cost": N_("cost: what the water costs, in won"),
            },
        ),
        Template(
            "garden",
            N_(
                "A square flower bed with sides of {side} m lies in a garden, {width} m wide and {length} m long. "
                "Only one node is asked for: its local gradient, as if nothing came behind it."
            ),
            "garden = width * length\nbed = side ^ 2\nlawn = garden - bed",
            {
                1: Level(
                    {"width": Draw(11, 29), "length": Draw(12, 39), "side": Draw(2.5, 9, 0.5)},
                    ("d garden / d width", "d garden / d length"),
                ),
                2: Level(
                    {"width": Draw(11, 29), "length": Draw(12, 39), "side": Draw(2.5, 9, 0.5)},
                    ("d bed / d side",),
                ),
                3: Level(
                    {"width": Draw(11, 29), "length": Draw(12, 39), "parts": (4, 5, 8, 10), "side": Draw(3, 12)},
                    ("d earth / d side", "d share / d earth"),
                    graph="garden = width * length\nearth = side ^ 3\nshare = earth / parts",
                    story=N_(
                        "A cube of earth with edges of {side} m is spread out over {parts} parts of a garden, {width} "
                        "m wide and {length} m long. Only one node is asked for: its local gradient, as if nothing "
                        "came behind it."
                    ),
                ),
            },
            {
                "width": N_("width: width of the garden, in m"),
                "length": N_("length: length of the garden, in m"),
                "side": N_("side: length of one side, in m"),
                "parts": N_("parts: over how many parts it is spread"),
                "garden": N_("garden: the whole garden, in m²"),
                "bed": N_("bed: the flower bed, in m²"),
                "lawn": N_("lawn: what is left for the lawn, in m²"),
                "earth": N_("earth: all the earth, in m³"),
                "share": N_("share: earth for one part, in m³"),
            },
        ),
    ),
    "multiply-node": (
        Template(
            "printing",
            N_(
                "A booklet of {sheets} sheets is printed {copies} times, at {sheet} won a sheet. "
                "How strongly does the cost react?"
            ),
            "paper = sheets * copies\ncost = paper * sheet",
            {
                1: Level(_PRINT, ("d cost / d paper", "d cost / d sheet")),
                2: Level(_PRINT, ("d cost / d sheets", "d cost / d copies")),
                3: Level(
                    {**_PRINT, "tax": (1.05, 1.1, 1.2)},
                    ("d price / d sheets", "d price / d copies", "d price / d sheet"),
                    graph="paper = sheets * copies\ncost = paper * sheet\nprice = cost * tax",
                    story=N_(
                        "A booklet of {sheets} sheets is printed {copies} times, at {sheet} won a sheet and with tax "
                        "on top: the factor {tax}. How strongly does the amount to pay react?"
                    ),
                ),
            },
            {
                "sheets": N_("sheets: sheets in one booklet"),
                "copies": N_("copies: how many booklets"),
                "sheet": N_("sheet: price of one sheet, in won"),
                "tax": N_("tax: tax factor"),
                "paper": N_("paper: all the sheets"),
                "cost": N_("cost: what the printing costs, in won"),
                "price": N_("price: what there is to pay, in won"),
            },
        ),
        Template(
            "hall",
            N_(
                "A hall has {rows} rows of {chairs} chairs, and a chair brings {ticket} won. "
                "How strongly do the takings react?"
            ),
            "seats = rows * chairs\ntakings = seats * ticket",
            {
                1: Level(
                    {"rows": Draw(6, 24), "chairs": Draw(8, 36, 2), "ticket": Draw(11, 49, 2)},
                    ("d takings / d ticket", "d takings / d seats"),
                ),
                2: Level(
                    {"rows": Draw(6, 24), "chairs": Draw(8, 36, 2), "ticket": Draw(11, 49, 2)},
                    ("d takings / d rows", "d takings / d chairs"),
                ),
                3: Level(
                    {
                        "rows": Draw(6, 24),
                        "chairs": Draw(8, 36, 2),
                        "sold": (0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
                        "ticket": Draw(11, 49, 2),
                    },
                    ("d takings / d rows", "d takings / d chairs", "d takings / d sold"),
                    graph="seats = rows * chairs\nguests = seats * sold\ntakings = guests * ticket",
                    story=N_(
                        "A hall has {rows} rows of {chairs} chairs. Of each seat the share {sold} is sold, "
                        "and a guest brings {ticket} won. How strongly do the takings react?"
                    ),
                ),
            },
            {
                "rows": N_("rows: how many rows"),
                "chairs": N_("chairs: chairs in a row"),
                "sold": N_("sold: share of the seats that is sold"),
                "ticket": N_("ticket: price of one ticket, in won"),
                "seats": N_("seats: all the seats"),
                "guests": N_("guests: how many guests come"),
                "takings": N_("takings: what comes in, in won"),
            },
        ),
    ),
    "add-node": (
        Template(
            "parcel",
            N_(
                "A book for {book} won is sent for {shipping} won, with tax on both: the factor {tax}. "
                "How strongly does the amount to pay react?"
            ),
            "subtotal = book + shipping\nprice = subtotal * tax",
            {
                1: Level(
                    {"book": Draw(60, 240, 5), "shipping": Draw(15, 55), "tax": (1.05, 1.1, 1.15, 1.2, 1.25)},
                    ("d price / d book", "d price / d shipping"),
                ),
                2: Level(
                    {
                        "book": Draw(60, 240, 5),
                        "pen": Draw(12, 58),
                        "shipping": Draw(15, 55),
                        "tax": (1.05, 1.1, 1.15, 1.2, 1.25),
                    },
                    ("d price / d book", "d price / d pen"),
                    graph="goods = book + pen\nsubtotal = goods + shipping\nprice = subtotal * tax",
                    story=N_(
                        "A book for {book} won and a pen for {pen} won are sent for {shipping} won, with tax on all of "
                        "it: the factor {tax}. How strongly does the amount to pay react?"
                    ),
                ),
                3: Level(
                    {
                        "book": Draw(60, 240, 5),
                        "copies": Draw(2, 9),
                        "shipping": Draw(15, 55),
                        "parcels": Draw(2, 6),
                        "tax": (1.05, 1.1, 1.15, 1.2, 1.25),
                    },
                    ("d price / d goods", "d price / d shipping"),
                    graph="goods = book * copies\nparcel = goods + shipping\nall = parcel * parcels\nprice = all * tax",
                    story=N_(
                        "A parcel with {copies} copies of a book at {book} won each costs {shipping} won to send. "
                        "{parcels} such parcels are sent, with tax on all of it: the factor {tax}. How strongly does "
                        "the amount to pay react?"
                    ),
                ),
            },
            {
                "book": N_("book: price of one book, in won"),
                "pen": N_("pen: price of the pen, in won"),
                "copies": N_("copies: books in a parcel"),
                "shipping": N_("shipping: price of sending a parcel, in won"),
                "parcels": N_("parcels: how many parcels"),
                "tax": N_("tax: tax factor"),
                "goods": N_("goods: what is sent, in won"),
                "parcel": N_("parcel: one parcel with its sending, in won"),
                "all": N_("all: all parcels before tax, in won"),
                "subtotal": N_("subtotal: before tax, in won"),
                "price": N_("price: what there is to pay, in won"),
            },
        ),
        Template(
            "way-to-school",
            N_(
                "A pupil walks {walk} minutes and rides a bus for {ride} minutes, {days} days a month. "
                "How strongly do the minutes of a month react?"
            ),
            "day = walk + ride\nmonth = day * days",
            {
                1: Level(
                    {"walk": Draw(4, 19), "ride": Draw(9, 49), "days": Draw(12, 24)},
                    ("d month / d walk", "d month / d ride"),
                ),
                2: Level(
                    {"walk": Draw(4, 19), "wait": Draw(2, 12), "ride": Draw(9, 49), "days": Draw(12, 24)},
                    ("d month / d walk", "d month / d wait"),
                    graph="stop = walk + wait\nday = stop + ride\nmonth = day * days",
                    story=N_(
                        "A pupil walks {walk} minutes, waits {wait} minutes and rides a bus for {ride} minutes, {days} "
                        "days a month. How strongly do the minutes of a month react?"
                    ),
                ),
                3: Level(
                    {"walk": Draw(4, 19), "stops": Draw(3, 14), "each": (1.5, 2.5, 3.5), "days": Draw(12, 24)},
                    ("d month / d walk", "d month / d ride"),
                    graph="ride = stops * each\nway = walk + ride\nday = way * 2\nmonth = day * days",
                    story=N_(
                        "A pupil walks {walk} minutes and rides a bus for {stops} stops of {each} minutes, there and "
                        "back, {days} days a month. How strongly do the minutes of a month react?"
                    ),
                ),
            },
            {
                "walk": N_("walk: minutes on foot"),
                "wait": N_("wait: minutes at the stop"),
                "ride": N_("ride: minutes on the bus"),
                "stops": N_("stops: how many stops"),
                "each": N_("each: minutes for one stop"),
                "days": N_("days: days in a month"),
                "stop": N_("stop: minutes until the bus comes"),
                "way": N_("way: minutes for one way"),
                "day": N_("day: minutes in a day"),
                "month": N_("month: minutes in a month"),
            },
        ),
    ),
    "upstream-times-local": (
        Template(
            "given",
            N_(
                "A piece of a larger graph. Behind z the graph goes on, and the gradient {upstream} comes back into z: "
                "d loss / d z = {upstream}."
            ),
            "z = x * y\nloss = upstream * z",
            {
                1: Level(_GIVEN, ("d loss / d x", "d loss / d y")),
                2: Level(
                    {**_GIVEN, "y": (2, 4, 5, 8, 10)},
                    ("d loss / d x", "d loss / d y"),
                    graph="z = x / y\nloss = upstream * z",
                ),
                3: Level(
                    {**_GIVEN, "x": Draw(2, 9), "y": Draw(2, 9)},
                    ("d loss / d x",),
                    graph="square = x ^ 2\nz = square * y\nloss = upstream * z",
                ),
            },
            {
                "upstream": N_("upstream: gradient that comes back"),
                "square": N_("square: the square"),
                "loss": N_("loss: the number behind it all"),
            },
        ),
        Template(
            "juice",
            N_(
                "{trees} trees give {crop} litres of juice each, and each litre brings {price} won: that is the "
                "upstream gradient of the litres. How strongly does the income react?"
            ),
            "litres = trees * crop\nincome = litres * price",
            {
                1: Level(
                    {"trees": Draw(12, 48, 2), "crop": Draw(15, 45, 5), "price": Draw(1.5, 9.5, 0.5)},
                    ("d income / d trees", "d income / d crop"),
                ),
                2: Level(
                    {"litres": Draw(120, 480, 20), "bottle": (0.25, 0.5, 0.8, 2, 2.5, 4, 5), "price": Draw(6, 39)},
                    ("d income / d litres",),
                    graph="bottles = litres / bottle\nincome = bottles * price",
                    story=N_(
                        "{litres} litres of juice fill bottles of {bottle} litres, and each bottle brings {price} won: "
                        "that is the upstream gradient of the bottles. How strongly does the income react?"
                    ),
                ),
                3: Level(
                    {"litres": Draw(120, 480, 20), "bottle": (0.25, 0.5, 0.8, 2, 2.5, 4, 5), "price": Draw(6, 39)},
                    ("d income / d bottle",),
                    graph="bottles = litres / bottle\nincome = bottles * price",
                    story=N_(
                        "{litres} litres of juice fill bottles of {bottle} litres, and each bottle brings {price} won: "
                        "that is the upstream gradient of the bottles. How strongly does the income react to the size "
                        "of a bottle?"
                    ),
                ),
            },
            {
                "trees": N_("trees: how many trees"),
                "crop": N_("crop: litres from one tree"),
                "bottle": N_("bottle: litres in one bottle"),
                "price": N_("price: what one brings, in won"),
                "litres": N_("litres: all the juice, in litres"),
                "bottles": N_("bottles: how many bottles"),
                "income": N_("income: what comes in, in won"),
            },
        ),
    ),
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
