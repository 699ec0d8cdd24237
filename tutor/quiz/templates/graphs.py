"""Items about the gradient of one node."""

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
}
