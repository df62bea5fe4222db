"""Words for the search: folded like German stems, so that a stem is found inside compounds."""

import re
import unicodedata

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
STOP = frozenset(
    """
    aber als am an auch auf aus bei beim bis das dass dem den der des die durch ein eine einem
    einen einer eines er es fur gegen hat haben ich ihr im in ist kann mehr mit nach nicht noch
    nur ob oder ohne sein sich sie sind soll sollen statt uber um und uns unser unsere vom von
    vor was wenn wer wie wir wird zu zum zur the of and for
    """.split()  # noqa: SIM905 - a list of words reads worse
)
_stemmer = snowballstemmer.stemmer("german")


def fold(text: str) -> str:
    """Return lower case without diacritics, ß as ss, exotic digits and ligatures made plain."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in spread if not unicodedata.combining(character))


def stems(query: str, most: int = 8) -> list[str]:
    """Return the stems of the words of a query; filler words only where there is nothing else."""
    words = [fold(word) for word in WORD.findall(query)]
    telling = [word for word in words if word not in STOP] or words
    return list(dict.fromkeys(fold(stem) for stem in _stemmer.stemWords(telling[:most]) if stem))
