"""Results as JSON."""

import decimal
from json.encoder import encode_basestring, encode_basestring_ascii


class JsonEncoder:
    """
    JSON as the service writes it. In contrast to the json module, decimals are numbers, named tuples are objects, and bytes are
    text.
    """

    def __init__(self, escapes_unicode):
        self._quote = encode_basestring_ascii if escapes_unicode else encode_basestring

    def encode(self, value):
        return self._encode(value, [])

    def _encode(self, value, above):
        if isinstance(value, str):
            return self._quote(value)
        if value is None or isinstance(value, (bool, int, float, decimal.Decimal)):
            return scalar(value)
        if isinstance(value, bytes):
            return self._quote(value.decode("utf-8"))
        if isinstance(value, tuple) and callable(getattr(value, "_asdict", None)):
            value = value._asdict()
        if not isinstance(value, (dict, list, tuple)):
            raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)
        if any(value is each for each in above):
            raise ValueError("Circular reference detected")
        above.append(value)
        if isinstance(value, dict):
            members = ("%s: %s" % (self._key(key), self._encode(each, above)) for key, each in value.items())
            text = "{%s}" % ", ".join(members)
        else:
            text = "[%s]" % ", ".join([self._encode(each, above) for each in value])
        above.pop()
        return text

    def _key(self, key):
        if isinstance(key, bytes):
            key = key.decode("utf-8")
        if isinstance(key, str):
            return self._quote(key)
        if key is None or isinstance(key, (bool, int, float)):
            return self._quote(scalar(key))
        raise TypeError("keys must be str, int, float, bool or None, not %s" % type(key).__name__)


def scalar(value):
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, decimal.Decimal):
        return "NaN" if value.is_nan() else str(value)
    if value != value:
        return "NaN"
    return float.__repr__(value).replace("inf", "Infinity")
