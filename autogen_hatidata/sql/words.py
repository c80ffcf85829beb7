"""Whether two names that look alike are words of their own: the contrary, another unit, another word.

A word that is spelt right is not misspelt: ``fire_date`` is not ``hire_date``, and ``county`` not ``country``. Both
words have to be known here, since a schema may have names that are no words at all.
"""

from __future__ import annotations

from collections.abc import Mapping

_KNOWN = """
    able absent accepted access account active actual added address adjusted admin after age aged agent alert amount
    annual answer approved archived area arrival article asked asset assigned author average avg base batch before
    begin best beta bid big bill billed billing birth blocked body bonus book booked born bottom bought box brand
    break budget build buyer bytes call called caller can canceled cancelled capacity card cart case cash cast
    category cause cell cent center central change changed channel charge chart chat check child city claim class
    clean clear click client close closed code cold color column comment commission commit company complete
    confirmed contact content contract copy cost count country county course cover created creator credit custom
    customer cut cycle daily data date dated day dead deal death debit debt default delete deleted deleter delivery
    demand denied department departure deposit depth description desk destination detail device diff direct disabled
    discount distance district document done door draft due duration early earned east edit edited email emailed
    employee employer empty enabled end ended ending enter entered entry error estimated event exact exit expected
    expense expired export exported external failed fall false family fast fax fee female field file filed filled
    final find finish fire fired firm first fixed flag floor flow food foot form format found free fresh friend from
    front full fund gain gender general given global goal gold gone good grade grand gross group guest half hand
    hard has head heard heat height held help high hire hired hiring hit hold holder home hot hour hourly house idle
    image import imported in inbound income index individual inner input inserted inside install instant internal
    invalid invoice invoiced is issue issued item job joined key kind label land large last late later latest
    latitude lead least leave left legal lender length less lessee lessor level license life light like liked limit
    line link list listed live load loan local location locked log login logout long longitude lost lot low lower
    mail mailed main maker male manager map margin mark market match max maximum mean media median medium member
    merged message meter middle min minimum minor minute mobile mode model modified month monthly more most moved
    name near net never new next night no nominal none normal north not note notice number numeric object old on one
    only open opened opening option order ordered origin original other out outbound outcome outer output outside
    over owed owned owner page paid parent part partial partner passed past path pay payee payer payment peak
    pending per percent period person personal phone pick picked place placed plan planned player plus point poor
    post postal posted power previous price prior private prize product profile profit project property public
    purchase purchased quality quantity quarter quarterly query quick quote quoted rain rank rate rated rating read
    ready real reason received receiver recent recipient record red reduced referred refund refunded region
    registered rejected release remaining rent rental renter reply report request required reserved resolved rest
    result retail retired return returned revenue review right rise risk road role room root route row run safe
    salary sale sales sample saved score seat second secret section seen segment sell seller send sender serial
    series service session set shape share shift ship shipped shipping shop shopped short show shown side signed
    signup silver site size skill slow small sold sort source south space speed spend stage standard start started
    state station status stock stop stopped store stored street string student style sub subject sum summary summer
    supplier supply support system tag taken target task tax taxed team term test text theme ticket tier time timed
    title to today token top total track trade traded train trained trainee trainer trial trip true type under unit
    united until up update updated updater upper usage use used user valid value variance vendor verified version
    view viewed visit visited visitor void wage wait want warm was web week weekly weight west where wide width will
    win winner winter won word work worked worker world worst write written year yearly yield young zip zone
    """

_UNITS: Mapping[str, str] = {
    **dict.fromkeys("ms milli millis millisecond milliseconds".split(), "ms"),
    **dict.fromkeys("s sec secs second seconds".split(), "s"),
    **dict.fromkeys("min mins minute minutes".split(), "min"),
    **dict.fromkeys("h hr hrs hour hours".split(), "h"),
    **dict.fromkeys("us micros microseconds".split(), "us"),
    **dict.fromkeys("ns nanos nanoseconds".split(), "ns"),
    **dict.fromkeys("d day days".split(), "d"),
    **dict.fromkeys("week weeks wk".split(), "week"),
    **dict.fromkeys("month months".split(), "month"),
    **dict.fromkeys("year years yr yrs".split(), "year"),
    **dict.fromkeys("cent cents".split(), "cent"),
    **dict.fromkeys("pct percent perc percentage".split(), "pct"),
    **dict.fromkeys("km kilometer kilometers".split(), "km"),
    **dict.fromkeys("mi mile miles".split(), "mi"),
    **dict.fromkeys("lb lbs pounds".split(), "lb"),
    **{one: one for one in "usd eur gbp chf jpy dollar euro kg g gr mg oz t m cm mm ft inch b kb mb gb tb bytes bits "
       "c f k kw kwh mw w max avg sum total count".split()},
}  # fmt: skip
"""What a number is in, and what it is of, by the last word of its name."""

_PREFIXES = (
    "in un non not no dis de re pre post sub mis over under anti ex co out up down im il ir never inter intra multi bi"
).split()
"""What makes another word of one, often the contrary."""

_LEAST = 3
_ENDINGS = (("ies", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("es", ""), ("d", ""), ("s", ""))


_WORDS = frozenset(_KNOWN.split())


def differ(written: str, known: str) -> bool:
    """Whether one name means something else than the other that looks like it. Both are in lower case.

    >>> differ("is_inactive", "is_active"), differ("duration_s", "duration_ms"), differ("fire_date", "hire_date")
    (True, True, True)
    >>> differ("custmer_name", "customer_name"), differ("ship_dates", "shipped_date"), differ("total", "totl")
    (False, False, False)
    """
    return _in_other_units(written, known) or _has_prefix(written, known) or _are_words(written, known)


def _in_other_units(written: str, known: str) -> bool:
    """Whether the last word says another unit, or one where the column does not: a second is no millisecond. What says
    none may be in any."""
    glued, other = written.replace("_", ""), known.replace("_", "")
    if glued == other:
        return False
    one, two = _unit(written), _unit(known)
    if one is not None and written.count("_") == known.count("_"):
        return one != two
    if one is not None and _stem(_base(written)) == _stem(other):
        return True
    for full, unit, rest in ((written, one, other), (known, two, glued)):
        end = _UNITS.get(rest.removeprefix(_base(full)))
        if unit is not None and end is not None and end != unit and rest.startswith(_base(full)):
            return True
    return False


def _unit(name: str) -> str | None:
    return _UNITS.get(name.rpartition("_")[2]) if "_" in name else None


def _base(name: str) -> str:
    return name.rpartition("_")[0].replace("_", "")


def _has_prefix(written: str, known: str) -> bool:
    """Whether only one of two words begins with what makes another word of it."""
    for one, two in ((written, known), (known, written)):
        others = {_stem(word) for word in (*_parts(two), two.replace("_", ""))}
        for word in (*_parts(one), one.replace("_", "")):
            rests = (word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix))
            if any(len(rest) >= _LEAST and _stem(rest) in others for rest in rests):
                return True
    return False


def _are_words(written: str, known: str) -> bool:
    """Whether each name has a word of its own that is spelt right."""
    one = {_stem(word): word for word in _parts(written)}
    two = {_stem(word): word for word in _parts(known)}
    own = ([word for stem, word in some.items() if stem not in rest] for some, rest in ((one, two), (two, one)))
    return all(any(map(is_word, words)) for words in own)


def is_word(word: str) -> bool:
    """Whether a word in lower case is one that names have, and spelt right."""
    return word in _WORDS or any(
        word.endswith(ending) and word.removesuffix(ending) + instead in _WORDS for ending, instead in _ENDINGS
    )


def _stem(word: str) -> str:
    """A word without what it ends with in the plural and in other times: ``shipped`` and ``shipping`` are one.

    >>> _stem("shipped"), _stem("dates"), _stem("create"), _stem("creating")
    ('ship', 'dat', 'creat', 'creat')
    """
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        if (
            word.endswith(ending)
            and len(word) - len(ending) >= _LEAST
            and not (ending == "s" and word.endswith(("ss", "us")))
        ):
            word = word.removesuffix(ending) + instead
            break
    return word[:-1] if len(word) > _LEAST and word[-1] == word[-2] else word


def _parts(name: str) -> list[str]:
    """The words of a name."""
    return [one for one in name.split("_") if one]
