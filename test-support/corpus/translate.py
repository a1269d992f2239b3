"""Translates SAM templates with aws-sam-translator: a JSON list of templates on standard input, a list of results on standard output."""

import json
import sys

from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator


def translate(template):
    try:
        return {"body": Translator({}, Parser()).translate(template, {})}
    except InvalidDocumentException as error:
        return {"refused": " ".join(cause.message for cause in error.causes)}


json.dump([translate(template) for template in json.load(sys.stdin)], sys.stdout)
