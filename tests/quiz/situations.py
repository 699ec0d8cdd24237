"""Questions that the tests of the quiz share."""

from collections.abc import Mapping

from tutor.core import Graph
from tutor.quiz import Question, gradient_question, value_question

SHOP = "subtotal = apple * count\nprice = subtotal * tax"
SHOP_INPUTS = {"apple": 100, "count": 2, "tax": 1.1}
SHOP_LABELS = {
    "apple": "사과: 한 상자의 값",
    "count": "개수",
    "tax": "소비세: 10 %를 더하는 배율",
    "subtotal": "소계: 세금을 더하기 전",
    "price": "가격",
}
DELIVERY = "boxes = apple * count\nsubtotal = boxes + shipping\nprice = subtotal * tax"
DELIVERY_INPUTS = {"apple": 100, "count": 2, "shipping": 30, "tax": 1.1}


def gradient(
    text: str, values: Mapping[str, float], output: str, quantity: str, lang: str = "en", code: str = "test/q"
) -> Question:
    labels = SHOP_LABELS if lang == "ko" and text == SHOP else {}
    return gradient_question(Graph.parse(text), values, output, quantity, lang=lang, labels=labels, code=code)


def value(text: str, values: Mapping[str, float], quantity: str, lang: str = "en", code: str = "test/q") -> Question:
    labels = SHOP_LABELS if lang == "ko" and text == SHOP else {}
    return value_question(Graph.parse(text), values, quantity, lang=lang, labels=labels, code=code)


def shop(quantity: str = "apple", lang: str = "en") -> Question:
    return gradient(SHOP, SHOP_INPUTS, "price", quantity, lang)


def delivery(quantity: str, lang: str = "en") -> Question:
    return gradient(DELIVERY, DELIVERY_INPUTS, "price", quantity, lang)
