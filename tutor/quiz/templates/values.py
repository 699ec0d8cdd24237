"""Items about values and what a gradient says: reading a graph, the forward pass, training by hand, sensitivity."""

from __future__ import annotations

from tutor.quiz.templates.template import Draw, Level, Template
from tutor.words import N_

_PICNIC = {
    "apple": Draw(30, 90, 5),
    "apples": Draw(3, 12),
    "bread": Draw(110, 290, 10),
    "juice": Draw(60, 190, 10),
    "bottles": Draw(2, 9),
    "people": (4, 5, 8, 10),
}
_JOURNEY = {
    "speed": Draw(40, 95, 5),
    "hours": Draw(2, 9),
    "pause": (0.25, 0.5, 0.75, 1.25, 1.5, 1.75),
    "use": Draw(0.05, 0.12, 0.01),
    "litre": Draw(11, 24),
    "toll": Draw(25, 95, 5),
}
_PAINT = {
    "width": Draw(3, 12),
    "height": Draw(2.5, 4.5, 0.5),
    "door": Draw(1.5, 4, 0.5),
    "coverage": (4, 5, 8, 10),
    "litre": Draw(12, 48, 2),
}
_ROUND = {
    "input": Draw(2, 5),
    "weight": Draw(1.5, 6, 0.5),
    "target": Draw(1, 12),
    "rate": (0.01, 0.02, 0.04, 0.05),
}
_BIAS = {
    "input": Draw(3, 14),
    "bias": Draw(1.5, 6.5, 0.5),
    "target": Draw(1, 12),
    "rate": (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4),
}

TEMPLATES: dict[str, tuple[Template, ...]] = {
    "graph-reading": (
        Template(
            "picnic",
            N_(
                "For a picnic, {people} people buy {apples} apples at {apple} won each, a loaf of bread for {bread} "
                "won and {bottles} bottles of juice at {juice} won each. Find in the graph what leads to the quantity "
                "asked for."
            ),
            "fruit = apple * apples\n"
            "drinks = juice * bottles\n"
            "food = fruit + bread\n"
            "total = food + drinks\n"
            "each = total / people",
            {
                1: Level(_PICNIC, ("fruit", "drinks")),
                2: Level(_PICNIC, ("food",)),
                3: Level(_PICNIC, ("total",)),
            },
            {
                "apple": N_("apple: price of one apple, in won"),
                "apples": N_("apples: how many apples"),
                "bread": N_("bread: price of the bread, in won"),
                "juice": N_("juice: price of one bottle, in won"),
                "bottles": N_("bottles: how many bottles"),
                "people": N_("people: how many people share"),
                "fruit": N_("fruit: all apples, in won"),
                "drinks": N_("drinks: all bottles, in won"),
                "food": N_("food: what there is to eat, in won"),
                "total": N_("total: everything together, in won"),
                "each": N_("each: what one person pays, in won"),
            },
        ),
        Template(
            "journey",
            N_(
                "A car goes {speed} km an hour for {hours} hours, with a pause of {pause} hours. It needs {use} litres "
                "a km at {litre} won a litre, and the toll is {toll} won. Find in the graph what leads to the quantity "
                "asked for."
            ),
            "distance = speed * hours\n"
            "away = hours + pause\n"
            "litres = distance * use\n"
            "fuel = litres * litre\n"
            "cost = fuel + toll",
            {
                1: Level(_JOURNEY, ("distance", "away")),
                2: Level(_JOURNEY, ("litres",)),
                3: Level(_JOURNEY, ("fuel", "cost")),
            },
            {
                "speed": N_("speed: km an hour"),
                "hours": N_("hours: hours at the wheel"),
                "pause": N_("pause: hours of rest"),
                "use": N_("use: litres for one km"),
                "litre": N_("litre: price of one litre, in won"),
                "toll": N_("toll: price of the road, in won"),
                "distance": N_("distance: the whole way, in km"),
                "away": N_("away: hours until the arrival"),
                "litres": N_("litres: all the fuel that is burnt"),
                "fuel": N_("fuel: what the fuel costs, in won"),
                "cost": N_("cost: fuel and toll, in won"),
            },
        ),
    ),
    "training-steps": (
        Template(
            "one-weight",
            N_(
                "A network with one weight of {weight} is given the input {input}, and {target} should come out. "
                "One round of training: forward, loss, gradient, update with the learning rate {rate}. "
                "Work out the quantity asked for."
            ),
            "output = input * weight\n"
            "error = output - target\n"
            "loss = error ^ 2\n"
            "slope = 2 * error\n"
            "gradient = slope * input\n"
            "step = rate * gradient\n"
            "updated = weight - step",
            {
                1: Level(_ROUND, ("loss",)),
                2: Level(_ROUND, ("gradient",)),
                3: Level(_ROUND, ("updated",)),
            },
            {
                "input": N_("input: what the network is given"),
                "weight": N_("weight: the weight before the update"),
                "target": N_("target: what should come out"),
                "rate": N_("rate: learning rate"),
                "output": N_("output: what comes out"),
                "error": N_("error: how far off that is"),
                "loss": N_("loss: the error squared"),
                "slope": N_("slope: gradient of the loss by the output"),
                "gradient": N_("gradient: gradient of the loss by the weight"),
                "step": N_("step: how far the weight moves"),
                "updated": N_("updated: the weight after the update"),
            },
        ),
        Template(
            "one-bias",
            N_(
                "A scale adds a bias of {bias} kg to the {input} kg that it measures; {target} kg would be right. "
                "One round of training: forward, loss, gradient, update of the bias with the learning rate {rate}, "
                "and forward again. Work out the quantity asked for."
            ),
            "output = input + bias\n"
            "error = output - target\n"
            "loss = error ^ 2\n"
            "gradient = 2 * error\n"
            "step = rate * gradient\n"
            "updated = bias - step\n"
            "again = input + updated",
            {
                1: Level(_BIAS, ("loss", "gradient")),
                2: Level(_BIAS, ("updated",)),
                3: Level(_BIAS, ("again",)),
            },
            {
                "input": N_("input: kg without the bias"),
                "bias": N_("bias: the bias before the update, in kg"),
                "target": N_("target: the right weight, in kg"),
                "rate": N_("rate: learning rate"),
                "output": N_("output: what the scale shows, in kg"),
                "error": N_("error: how far off that is"),
                "loss": N_("loss: the error squared"),
                "gradient": N_("gradient: gradient of the loss by the bias"),
                "step": N_("step: how far the bias moves"),
                "updated": N_("updated: the bias after the update, in kg"),
                "again": N_("again: what the scale shows then, in kg"),
            },
        ),
    ),
    "forward-pass": (
        Template(
            "shop",
            "",
            "boxes = apple * count\nprice = boxes * tax",
            {
                1: Level(
                    {"apple": Draw(60, 240, 10), "count": Draw(3, 12), "tax": (1.05, 1.1, 1.2)},
                    ("price",),
                    story=N_(
                        "{count} boxes of apples at {apple} won a box, with tax on top: the factor {tax}. "
                        "How much is there to pay?"
                    ),
                ),
                2: Level(
                    {
                        "apple": Draw(60, 240, 10),
                        "count": Draw(3, 12),
                        "shipping": Draw(20, 90, 10),
                        "tax": (1.05, 1.1, 1.2),
                    },
                    ("price",),
                    graph="boxes = apple * count\nsubtotal = boxes + shipping\nprice = subtotal * tax",
                    story=N_(
                        "{count} boxes of apples at {apple} won a box are delivered for {shipping} won, with tax on "
                        "all of it: the factor {tax}. How much is there to pay?"
                    ),
                ),
                3: Level(
                    {
                        "apple": Draw(60, 240, 10),
                        "count": Draw(4, 12),
                        "voucher": Draw(30, 150, 10),
                        "shipping": Draw(20, 90, 10),
                        "tax": (1.05, 1.1, 1.2),
                    },
                    ("price",),
                    graph="boxes = apple * count\nreduced = boxes - voucher\nsubtotal = reduced + shipping\n"
                    "price = subtotal * tax",
                    story=N_(
                        "{count} boxes of apples at {apple} won a box, less a voucher of {voucher} won, are delivered "
                        "for {shipping} won, with tax on all of it: the factor {tax}. How much is there to pay?"
                    ),
                ),
            },
            {
                "apple": N_("apple: price of one box, in won"),
                "count": N_("count: how many boxes"),
                "voucher": N_("voucher: taken off, in won"),
                "shipping": N_("shipping: price of the delivery, in won"),
                "tax": N_("tax: tax factor"),
                "boxes": N_("boxes: all boxes, in won"),
                "reduced": N_("reduced: the boxes less the voucher, in won"),
                "subtotal": N_("subtotal: before tax, in won"),
                "price": N_("price: what there is to pay, in won"),
            },
        ),
        Template(
            "paint",
            N_(
                "A wall {width} m wide and {height} m high, with a door of {door} m² in it, is painted. "
                "A litre is enough for {coverage} m² and costs {litre} won. Work out the quantity asked for."
            ),
            "wall = width * height\npainted = wall - door\nlitres = painted / coverage\ncost = litres * litre",
            {
                1: Level(_PAINT, ("painted",)),
                2: Level(_PAINT, ("litres",)),
                3: Level(_PAINT, ("cost",)),
            },
            {
                "width": N_("width: width of the wall, in m"),
                "height": N_("height: height of the wall, in m"),
                "door": N_("door: what is not painted, in m²"),
                "coverage": N_("coverage: m² for one litre"),
                "litre": N_("litre: price of one litre of paint, in won"),
                "wall": N_("wall: the wall with its door, in m²"),
                "painted": N_("painted: what is painted, in m²"),
                "litres": N_("litres: how much paint is needed"),
                "cost": N_("cost: what the paint costs, in won"),
            },
        ),
    ),
    "sensitivity": (
        Template(
            "taxi",
            "",
            "fare = km * rate\nlonger = km + more\nthen = longer * rate\nrise = then - fare",
            {
                1: Level(
                    {"km": Draw(6, 25), "rate": Draw(12, 48, 2), "more": Draw(0.5, 3.5, 0.5)},
                    ("rise",),
                    story=N_(
                        "A taxi takes {rate} won a km, and the ride is {km} km. It becomes {more} km longer: "
                        "by how much does the fare rise?"
                    ),
                ),
                2: Level(
                    {
                        "km": Draw(6, 25),
                        "rate": Draw(12, 48, 2),
                        "base": Draw(30, 90, 5),
                        "more": Draw(0.5, 3.5, 0.5),
                    },
                    ("rise",),
                    graph="way = km * rate\nfare = base + way\nlonger = km + more\nfurther = longer * rate\n"
                    "then = base + further\nrise = then - fare",
                    story=N_(
                        "A taxi takes {base} won and then {rate} won a km, and the ride is {km} km. It becomes {more} "
                        "km longer: by how much does the fare rise?"
                    ),
                ),
                3: Level(
                    {"km": Draw(6, 25), "rate": Draw(12, 48, 2), "base": Draw(30, 90, 5), "night": (1.2, 1.25, 1.4)},
                    ("d fare / d km",),
                    graph="way = km * rate\nday = base + way\nfare = day * night",
                    story=N_(
                        "A taxi takes {base} won and then {rate} won a km, and at night {night} times as much. The "
                        "ride is {km} km. How strongly does the fare react to the length of the ride: how much more "
                        "for each km more?"
                    ),
                ),
            },
            {
                "km": N_("km: length of the ride"),
                "rate": N_("rate: won for one km"),
                "base": N_("base: what the ride starts with, in won"),
                "more": N_("more: by how many km the ride becomes longer"),
                "night": N_("night: night factor"),
                "way": N_("way: for the km alone, in won"),
                "day": N_("day: what it costs by day, in won"),
                "fare": N_("fare: what the ride costs, in won"),
                "longer": N_("longer: length of the longer ride, in km"),
                "further": N_("further: for the km of the longer ride, in won"),
                "then": N_("then: what the longer ride costs, in won"),
                "rise": N_("rise: by how much the fare rises, in won"),
            },
        ),
        Template(
            "electricity",
            "",
            "bill = kwh * price",
            {
                1: Level(
                    {"kwh": Draw(110, 390, 10), "price": Draw(12, 48)},
                    ("d bill / d kwh", "d bill / d price"),
                    story=N_(
                        "A home uses {kwh} kWh of electricity at {price} won a kWh. How strongly does the bill react: "
                        "by how much does it rise for each 1 more?"
                    ),
                ),
                2: Level(
                    {
                        "kwh": Draw(110, 390, 10),
                        "price": Draw(12, 48),
                        "base": Draw(210, 890, 10),
                        "tax": (1.05, 1.1, 1.2),
                    },
                    ("d bill / d kwh", "d bill / d base"),
                    graph="used = kwh * price\nnet = used + base\nbill = net * tax",
                    story=N_(
                        "A home uses {kwh} kWh of electricity at {price} won a kWh and pays {base} won in any case, "
                        "with tax on all of it: the factor {tax}. How strongly does the bill react: "
                        "by how much does it rise for each 1 more?"
                    ),
                ),
                3: Level(
                    {
                        "kwh": Draw(110, 390, 10),
                        "price": Draw(12, 48),
                        "base": Draw(210, 890, 10),
                        "more": Draw(2, 15),
                        "tax": (1.05, 1.1, 1.2),
                    },
                    ("rise",),
                    graph="used = kwh * price\nnet = used + base\nbill = net * tax\n"
                    "extra = more * price\nhigher = net + extra\nthen = higher * tax\nrise = then - bill",
                    story=N_(
                        "A home uses {kwh} kWh of electricity at {price} won a kWh and pays {base} won in any case, "
                        "with tax on all of it: the factor {tax}. It will use {more} kWh more: by how much does the "
                        "bill rise?"
                    ),
                ),
            },
            {
                "kwh": N_("kwh: electricity used, in kWh"),
                "price": N_("price: won for one kWh"),
                "base": N_("base: paid in any case, in won"),
                "tax": N_("tax: tax factor"),
                "more": N_("more: how many kWh more"),
                "used": N_("used: for the electricity alone, in won"),
                "net": N_("net: before tax, in won"),
                "bill": N_("bill: what there is to pay, in won"),
                "extra": N_("extra: for the kWh more, before tax, in won"),
                "higher": N_("higher: before tax, with the kWh more, in won"),
                "then": N_("then: what there is to pay then, in won"),
                "rise": N_("rise: by how much the bill rises, in won"),
            },
        ),
    ),
}
