"""Items about nodes beyond add and multiply: subtract, divide, power, exp, ln, ReLU, max, sigmoid, tanh."""

from __future__ import annotations

from collections.abc import Callable

from tutor.numbers import show
from tutor.quiz.question import Question
from tutor.quiz.templates.template import Draw, Level, Template
from tutor.words import N_

_TRIP = {"distance": Draw(40, 360, 20), "hours": (2, 2.5, 4, 5, 8)}
_ODDS = (0.25, 1, 1.5, 3, 4, 7, 9, 19, 24)
"""Ratios r for which sigmoid(ln r) = r / (1 + r) has few digits."""
_RATIOS = (0.25, 0.6, 1.5, 3, 4, 7, 9, 15, 19, 24, 39)
"""Ratios r for which tanh(ln(r) / 2) = (r - 1) / (r + 1) has few digits."""
_WEIGHTS = (-8, -6, -5, -4, -3, -2, -1.5, 1.5, 2.5, 3, 4, 5, 6, 7, 8, 12)
_TARGETS = (-3, -2, -1, -0.5, 0.5, 1, 2, 3, 4)
_AROUND_A_NODE = {
    "ratio": N_("ratio: what x is the logarithm of"),
    "x": N_("x: what flows in"),
    "y": N_("y: what comes out of the node"),
    "weight": N_("weight: weight that comes after it"),
    "target": N_("target: what should come out"),
    "output": N_("output: what comes out"),
    "error": N_("error: how far off that is"),
    "loss": N_("loss: what is to become small"),
}
_NEURON = {
    **_AROUND_A_NODE,
    "factor": N_("factor: what the logarithm is multiplied by"),
    "log_y": N_("log_y: logarithm of y"),
    "penalty": N_("penalty: logarithm times factor"),
}
_CELL = {**_AROUND_A_NODE, "double": N_("double: twice what flows in")}


def _given_shortly(quantity: str) -> Callable[[Question], bool]:
    """Whether a quantity that the story tells has few digits, so that nobody needs a table of functions."""
    return lambda question: len(show(question.values[quantity]).lstrip("-")) <= 6


TEMPLATES: dict[str, tuple[Template, ...]] = {
    "subtract-divide": (
        Template(
            "savings",
            N_(
                "Of {savings} won saved, {spent} won are spent, and the rest is shared by {people} people. "
                "How strongly does each one's share react?"
            ),
            "rest = savings - spent\nshare = rest / people",
            {
                1: Level(
                    {"savings": Draw(300, 900, 20), "spent": Draw(60, 280, 10), "people": (2, 4, 5, 8, 10, 20)},
                    ("d share / d rest", "d share / d savings"),
                ),
                2: Level(
                    {"savings": Draw(300, 900, 20), "spent": Draw(60, 280, 10), "people": (2, 4, 5, 8, 10, 20)},
                    ("d share / d spent",),
                ),
                3: Level(
                    {"savings": Draw(300, 900, 20), "spent": Draw(60, 280, 10), "people": (2, 4, 5, 8, 10, 20)},
                    ("d share / d people",),
                ),
            },
            {
                "savings": N_("savings: what was saved, in won"),
                "spent": N_("spent: what is spent, in won"),
                "people": N_("people: how many people get a share"),
                "rest": N_("rest: what is left, in won"),
                "share": N_("share: what each one gets, in won"),
            },
        ),
        Template(
            "trip",
            N_(
                "A cyclist goes {distance} km in {hours} hours; a friend is {friend} km an hour slower. "
                "How strongly does the friend's speed react?"
            ),
            "speed = distance / hours\nslower = speed - friend",
            {
                1: Level({**_TRIP, "friend": Draw(1.5, 6.5, 0.5)}, ("d slower / d distance", "d slower / d friend")),
                2: Level({**_TRIP, "friend": Draw(1.5, 6.5, 0.5)}, ("d slower / d hours",)),
                3: Level(
                    {"distance": Draw(40, 360, 20), "away": Draw(3, 9.5, 0.5), "pause": (0.5, 1.5, 2, 2.5)},
                    ("d speed / d away", "d speed / d pause"),
                    graph="hours = away - pause\nspeed = distance / hours",
                    story=N_(
                        "A cyclist goes {distance} km and is away for {away} hours, {pause} hours of which are a "
                        "pause. How strongly does the speed on the road react?"
                    ),
                ),
            },
            {
                "distance": N_("distance: the whole way, in km"),
                "away": N_("away: hours until the arrival"),
                "pause": N_("pause: hours of rest"),
                "hours": N_("hours: hours on the road"),
                "friend": N_("friend: how much slower the friend is, in km an hour"),
                "speed": N_("speed: km an hour"),
                "slower": N_("slower: the friend's speed, in km an hour"),
            },
        ),
    ),
    "power-node": (
        Template(
            "tiles",
            N_("A square floor with sides of {side} m is tiled for {tile} won a m². How strongly does the cost react?"),
            "area = side ^ 2\ncost = area * tile",
            {
                1: Level({"side": Draw(2.5, 9.5, 0.5), "tile": Draw(12, 48)}, ("d cost / d side",)),
                2: Level(
                    {"edge": Draw(1.5, 9, 0.5), "stone": Draw(1.2, 3.6, 0.1)},
                    ("d weight / d edge",),
                    graph="volume = edge ^ 3\nweight = volume * stone",
                    story=N_(
                        "A cube of stone with edges of {edge} dm weighs {stone} kg a dm³. How strongly does its weight "
                        "react?"
                    ),
                ),
                3: Level(
                    {"side": Draw(4, 11.5, 0.5), "border": Draw(0.5, 2.5, 0.5), "tile": Draw(12, 48)},
                    ("d cost / d side", "d cost / d border"),
                    graph="inner = side - border\narea = inner ^ 2\ncost = area * tile",
                    story=N_(
                        "A square floor with sides of {side} m is tiled for {tile} won a m², but for a border that "
                        "makes each side {border} m shorter. How strongly does the cost react?"
                    ),
                ),
            },
            {
                "side": N_("side: length of one side, in m"),
                "border": N_("border: by how much the border shortens a side, in m"),
                "tile": N_("tile: won for one m²"),
                "edge": N_("edge: length of one edge, in dm"),
                "stone": N_("stone: kg of one dm³"),
                "inner": N_("inner: side without the border, in m"),
                "area": N_("area: surface, in m²"),
                "volume": N_("volume: volume, in dm³"),
                "weight": N_("weight: weight of the cube, in kg"),
                "cost": N_("cost: what the floor costs, in won"),
            },
        ),
        Template(
            "stone",
            "",
            "square = time ^ 2\nheight = square * 5",
            {
                1: Level(
                    {"time": Draw(1.1, 6.9, 0.1)},
                    ("d height / d time",),
                    story=N_(
                        "A stone falls from a bridge for {time} seconds: 5 times the time squared is the height of the "
                        "bridge in m. How strongly does the height react to the time?"
                    ),
                ),
                2: Level(
                    {"time": Draw(2.2, 9.6, 0.2)},
                    ("d height / d time",),
                    graph="half = time / 2\nsquare = half ^ 2\nheight = square * 5",
                    story=N_(
                        "A ball is thrown up and is back after {time} seconds. It has fallen for half of that time: 5 "
                        "times the half squared is the height in m. How strongly does the height react to the time?"
                    ),
                ),
                3: Level(
                    {"speed": Draw(4, 14.5, 0.5), "mass": Draw(6, 48, 2), "rider": Draw(40, 95, 5)},
                    ("d energy / d speed", "d energy / d mass"),
                    graph="total = mass + rider\nsquare = speed ^ 2\ndouble = total * square\nenergy = double / 2",
                    story=N_(
                        "A bicycle of {mass} kg with a rider of {rider} kg goes {speed} m a second. Its energy in "
                        "joule is half the mass times the speed squared. How strongly does the energy react?"
                    ),
                ),
            },
            {
                "time": N_("time: how long it takes, in seconds"),
                "half": N_("half: half of the time"),
                "height": N_("height: height, in m"),
                "speed": N_("speed: m a second"),
                "mass": N_("mass: the bicycle alone, in kg"),
                "rider": N_("rider: the rider, in kg"),
                "total": N_("total: bicycle and rider, in kg"),
                "square": N_("square: the square"),
                "double": N_("double: twice the energy, in joule"),
                "energy": N_("energy: energy, in joule"),
            },
        ),
    ),
    "exp-log": (
        Template(
            "surprise",
            N_(
                "How surprising is what happens with the probability {p}? ln {p}, times {factor}. "
                "How strongly does that react?"
            ),
            "log_p = ln(p)\nsurprise = log_p * factor",
            {
                1: Level(
                    {"p": (0.05, 0.1, 0.125, 0.16, 0.2, 0.25, 0.4, 0.5, 0.625, 0.8), "factor": Draw(-9.5, -1.5, 0.5)},
                    ("d surprise / d p",),
                ),
                2: Level(
                    {
                        "first": (0.1, 0.2, 0.25, 0.4, 0.5, 0.8),
                        "second": (0.3, 0.6, 0.7, 0.9),
                        "factor": Draw(-9.5, -1.5, 0.5),
                    },
                    ("d surprise / d first",),
                    graph="p = first * second\nlog_p = ln(p)\nsurprise = log_p * factor",
                    story=N_(
                        "Two things happen with the probabilities {first} and {second}, both with their product. How "
                        "surprising is that? ln of the product, times {factor}. How strongly does that react?"
                    ),
                ),
                3: Level(
                    {"x": Draw(-2.4, 2.8, 0.2), "factor": Draw(1.5, 9.5, 0.5)},
                    ("d loss / d x",),
                    graph="power = exp(x)\nmore = power + 1\nlog_more = ln(more)\nloss = log_more * factor",
                    story=N_(
                        "For the score x = {x} the loss is {factor} times ln(1 + exp(x)). How strongly does the loss "
                        "react to the score? exp may stay in the answer, or give three digits."
                    ),
                ),
            },
            {
                "p": N_("p: probability of what happens"),
                "first": N_("first: probability of the first"),
                "second": N_("second: probability of the second"),
                "factor": N_("factor: what the logarithm is multiplied by"),
                "log_p": N_("log_p: logarithm of the probability"),
                "surprise": N_("surprise: how surprising it is"),
                "power": N_("power: e to the power of x"),
                "more": N_("more: 1 more than that"),
                "log_more": N_("log_more: logarithm of that"),
                "loss": N_("loss: what is to become small"),
            },
        ),
        Template(
            "yeast",
            N_(
                "Yeast grows from {start} g to {start} * exp({rate}) g in an hour. How strongly does the amount react? "
                "exp may stay in the answer, or give three digits."
            ),
            "growth = exp(rate)\namount = start * growth",
            {
                1: Level(
                    {"start": Draw(3, 40), "rate": Draw(0.2, 1.6, 0.1)},
                    ("d amount / d rate",),
                ),
                2: Level(
                    {"start": Draw(3, 40), "rate": (-0.5, -0.2, 0.2, 0.3, 0.4, 0.5, 0.7), "hours": Draw(1.5, 4, 0.5)},
                    ("d amount / d hours",),
                    graph="exponent = rate * hours\ngrowth = exp(exponent)\namount = start * growth",
                    story=N_(
                        "In {hours} hours {start} g of yeast become {start} * exp({rate} * {hours}) g. How strongly "
                        "does the amount react? exp may stay in the answer, or give three digits."
                    ),
                ),
                3: Level(
                    {
                        "start": Draw(3, 40),
                        "warm": (0.3, 0.4, 0.5, 0.7, 0.8),
                        "loss": (0.1, 0.2, 0.25),
                        "hours": Draw(1.5, 4, 0.5),
                    },
                    ("d amount / d loss", "d amount / d hours"),
                    graph="rate = warm - loss\nexponent = rate * hours\ngrowth = exp(exponent)\n"
                    "amount = start * growth",
                    story=N_(
                        "Yeast grows by the rate {warm} and is used up by the rate {loss}: after {hours} hours {start} "
                        "g have become {start} * exp(({warm} - {loss}) * {hours}) g. How strongly does the amount "
                        "react? exp may stay in the answer, or give three digits."
                    ),
                ),
            },
            {
                "start": N_("start: how much there is at first, in g"),
                "rate": N_("rate: rate of growth for an hour"),
                "warm": N_("warm: rate by which it grows"),
                "loss": N_("loss: rate by which it is used up"),
                "hours": N_("hours: how many hours pass"),
                "exponent": N_("exponent: rate times hours"),
                "growth": N_("growth: how many times as much"),
                "amount": N_("amount: how much there is then, in g"),
            },
        ),
    ),
    "relu-max": (
        Template(
            "overtime",
            N_(
                "Of {hours} hours of work those above {limit} are overtime: relu(hours - {limit}), and {wage} won are "
                "paid for each. How strongly does the overtime pay react?"
            ),
            "over = hours - limit\npaid = relu(over)\npay = paid * wage",
            {
                1: Level(
                    {"hours": Draw(31, 59), "limit": (36, 38, 40, 42), "wage": Draw(12, 38, 2)},
                    ("d pay / d over",),
                ),
                2: Level(
                    {"hours": Draw(31, 59), "limit": (36, 38, 40, 42), "wage": Draw(12, 38, 2)},
                    ("d pay / d hours", "d pay / d limit"),
                ),
                3: Level(
                    {
                        "days": Draw(3, 6),
                        "daily": Draw(6.5, 11, 0.5),
                        "limit": (36, 38, 40, 42),
                        "wage": Draw(12, 38, 2),
                    },
                    ("d pay / d daily", "d pay / d days"),
                    graph="hours = days * daily\nover = hours - limit\npaid = relu(over)\npay = paid * wage",
                    story=N_(
                        "Of {days} days with {daily} hours of work each, the hours above {limit} are overtime: "
                        "relu(hours - {limit}), and {wage} won are paid for each. How strongly does the overtime pay "
                        "react?"
                    ),
                ),
            },
            {
                "days": N_("days: days of work"),
                "daily": N_("daily: hours in a day"),
                "hours": N_("hours: hours of work in all"),
                "limit": N_("limit: from here on it is overtime"),
                "wage": N_("wage: won for an hour of overtime"),
                "over": N_("over: hours above the limit, may be below 0"),
                "paid": N_("paid: hours that are paid as overtime"),
                "pay": N_("pay: overtime pay, in won"),
            },
        ),
        Template(
            "freight",
            N_(
                "Freight is charged by weight or by size, whichever is more: max({weight}, {size}), at {price} won "
                "each. How strongly does the freight react?"
            ),
            "units = max(weight, size)\nfreight = units * price",
            {
                1: Level(
                    {"weight": Draw(5, 40), "size": Draw(5, 40), "price": Draw(1.5, 4.5, 0.5)},
                    ("d freight / d weight", "d freight / d size"),
                ),
                2: Level(
                    {"weight": Draw(5, 40), "litres": Draw(40, 220, 10), "price": Draw(1.5, 4.5, 0.5)},
                    ("d freight / d weight", "d freight / d litres"),
                    graph="size = litres / 5\nunits = max(weight, size)\nfreight = units * price",
                    story=N_(
                        "Freight is charged by weight, {weight} kg, or by size, one for each 5 of {litres} litres, "
                        "whichever is more, at {price} won each. How strongly does the freight react?"
                    ),
                ),
                3: Level(
                    {
                        "pieces": Draw(2, 9),
                        "each": Draw(2.5, 6.5, 0.5),
                        "litres": Draw(40, 220, 10),
                        "price": Draw(1.5, 4.5, 0.5),
                        "tax": (1.1, 1.2),
                    },
                    ("d total / d each", "d total / d pieces", "d total / d litres"),
                    graph="weight = pieces * each\nsize = litres / 5\nunits = max(weight, size)\n"
                    "freight = units * price\ntotal = freight * tax",
                    story=N_(
                        "Freight is charged by weight, {pieces} pieces of {each} kg, or by size, one for each 5 of "
                        "{litres} litres, whichever is more, at {price} won each, with tax on top: the factor {tax}. "
                        "How strongly does the amount to pay react?"
                    ),
                ),
            },
            {
                "pieces": N_("pieces: how many pieces"),
                "each": N_("each: kg of one piece"),
                "weight": N_("weight: weight, in kg"),
                "litres": N_("litres: volume, in litres"),
                "size": N_("size: what the volume counts as"),
                "price": N_("price: won for each"),
                "tax": N_("tax: tax factor"),
                "units": N_("units: what is charged"),
                "freight": N_("freight: what the freight costs, in won"),
                "total": N_("total: what there is to pay, in won"),
            },
        ),
    ),
    "sigmoid": (
        Template(
            "odds",
            N_(
                "A team's odds are {odds} to 1, and ln({odds}) is its score. Sigmoid makes of the score the "
                "probability {p} of winning {prize} won. How strongly does the gain to be expected react?"
            ),
            "score = ln(odds)\np = sigmoid(score)\ngain = p * prize",
            {
                1: Level({"odds": _ODDS, "prize": Draw(25, 195, 5)}, ("d gain / d score",)),
                2: Level({"odds": _ODDS, "prize": Draw(25, 195, 5)}, ("d gain / d odds",)),
                3: Level(
                    {"wins": Draw(2, 24), "losses": Draw(1, 12), "prize": Draw(25, 195, 5)},
                    ("d gain / d wins", "d gain / d losses"),
                    graph="odds = wins / losses\nscore = ln(odds)\np = sigmoid(score)\ngain = p * prize",
                    story=N_(
                        "A team won {wins} games and lost {losses}: its odds are {wins} / {losses}, and its score is "
                        "their ln. Sigmoid makes of the score the probability {p} of winning {prize} won. How strongly "
                        "does the gain to be expected react?"
                    ),
                ),
            },
            {
                "wins": N_("wins: games won"),
                "losses": N_("losses: games lost"),
                "odds": N_("odds: odds of winning, to 1"),
                "score": N_("score: logarithm of the odds"),
                "p": N_("p: probability of winning"),
                "prize": N_("prize: what can be won, in won"),
                "gain": N_("gain: gain to be expected, in won"),
            },
            fits=_given_shortly("p"),
        ),
        Template(
            "neuron",
            N_(
                "Into a neuron flows x = ln({ratio}), and out of it sigmoid(x) = {y}, which is multiplied by the "
                "weight {weight}. How strongly does the output react?"
            ),
            "x = ln(ratio)\ny = sigmoid(x)\noutput = y * weight",
            {
                1: Level({"ratio": _ODDS, "weight": _WEIGHTS}, ("d output / d x",)),
                2: Level(
                    {"ratio": _ODDS, "weight": _WEIGHTS, "target": _TARGETS},
                    ("d loss / d x",),
                    graph="x = ln(ratio)\ny = sigmoid(x)\noutput = y * weight\nerror = output - target\n"
                    "loss = error ^ 2",
                    story=N_(
                        "Into a neuron flows x = ln({ratio}), and out of it sigmoid(x) = {y}, which is multiplied by "
                        "the weight {weight}. {target} should come out. How strongly does the squared error react?"
                    ),
                ),
                3: Level(
                    {"ratio": _ODDS, "weight": _WEIGHTS, "factor": (-6, -5, -4, -3, -2.5, -1.5, -0.5)},
                    ("d loss / d x",),
                    graph="x = ln(ratio)\ny = sigmoid(x)\noutput = y * weight\nlog_y = ln(y)\n"
                    "penalty = log_y * factor\nloss = output + penalty",
                    story=N_(
                        "Into a neuron flows x = ln({ratio}), and out of it sigmoid(x) = {y}, which is used twice: "
                        "times the weight {weight}, and its logarithm times {factor}. How strongly does the sum of "
                        "both, the loss, react?"
                    ),
                ),
            },
            _NEURON,
        ),
    ),
    "tanh": (
        Template(
            "state",
            N_(
                "Into a cell flows x = ln({ratio}) / 2, and its state is tanh(x) = {y}, which is multiplied by the "
                "weight {weight}. How strongly does the output react?"
            ),
            "double = ln(ratio)\nx = double / 2\ny = tanh(x)\noutput = y * weight",
            {
                1: Level({"ratio": _RATIOS, "weight": _WEIGHTS}, ("d output / d x",)),
                2: Level({"ratio": _RATIOS, "weight": _WEIGHTS}, ("d output / d double",)),
                3: Level(
                    {"ratio": _RATIOS, "weight": _WEIGHTS, "target": _TARGETS},
                    ("d loss / d x",),
                    graph="double = ln(ratio)\nx = double / 2\ny = tanh(x)\noutput = y * weight\n"
                    "error = output - target\nloss = error ^ 2",
                    story=N_(
                        "Into a cell flows x = ln({ratio}) / 2, and its state is tanh(x) = {y}, which is multiplied by "
                        "the weight {weight}. {target} should come out. How strongly does the squared error react?"
                    ),
                ),
            },
            _CELL,
        ),
        Template(
            "loudspeaker",
            N_(
                "An amplifier limits sound by tanh: of the level x = ln({ratio}) / 2 it makes {y}, and {watts} watts "
                "times that reach the loudspeaker. How strongly does the sound react?"
            ),
            "double = ln(ratio)\nx = double / 2\ny = tanh(x)\nsound = y * watts",
            {
                1: Level({"ratio": _RATIOS, "watts": Draw(20, 95, 5)}, ("d sound / d x",)),
                2: Level({"ratio": _RATIOS, "watts": Draw(20, 95, 5)}, ("d sound / d ratio",)),
                3: Level(
                    {"ratio": _RATIOS, "watts": Draw(20, 95, 5), "hiss": Draw(3, 12)},
                    ("d sound / d x",),
                    graph="double = ln(ratio)\nx = double / 2\ny = tanh(x)\nclear = y * watts\nnoise = x * hiss\n"
                    "sound = clear + noise",
                    story=N_(
                        "An amplifier limits sound by tanh: of the level x = ln({ratio}) / 2 it makes {y}. {watts} "
                        "watts times that reach the loudspeaker, and {hiss} watts of hiss times x itself: x is used "
                        "twice. How strongly does the sound react?"
                    ),
                ),
            },
            {
                "ratio": N_("ratio: what x is the logarithm of"),
                "double": N_("double: twice what flows in"),
                "x": N_("x: level that flows in"),
                "y": N_("y: what comes out of the node"),
                "watts": N_("watts: watts of the amplifier"),
                "hiss": N_("hiss: watts of hiss"),
                "clear": N_("clear: sound without hiss, in watts"),
                "noise": N_("noise: hiss, in watts"),
                "sound": N_("sound: all that is heard, in watts"),
            },
        ),
    ),
}
