"""What can go wrong on this floor. No error carries a sentence for people: only a `code` and parameters."""

from __future__ import annotations


class LawError(Exception):
    """Base of the room's errors: `code` names the fault, `params` are its plain values."""

    code = "law.error"

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(f"{self.code} {params}" if params else self.code)


class UnknownJurisdiction(LawError):
    """There is no pack for this country. Params: `jurisdiction`, `available`."""

    code = "law.unknown_jurisdiction"


class BadPack(LawError):
    """A file of a pack is missing, is no YAML or breaks the model. Params: `file`, `problem`."""

    code = "law.bad_pack"


class UnknownCode(LawError):
    """The pack has no code or law with this id. Params: `jurisdiction`, `code_id`."""

    code = "law.unknown_code"


class UnknownLimit(LawError):
    """The pack has no time limit with this id. Params: `jurisdiction`, `limit_id`."""

    code = "law.unknown_limit"


class NoFeeRate(LawError):
    """No rate of state fee is known for this kind, payer and date. Params: `kind`, `payer`, `on`."""

    code = "law.no_fee_rate"


class NoIndexValue(LawError):
    """The monthly calculation index of this date is not in the pack. Params: `jurisdiction`, `on`."""

    code = "law.no_index_value"


class NoCalendar(LawError):
    """The pack has no calendar for this year. Params: `jurisdiction`, `year`."""

    code = "law.no_calendar"


class BadIdentifier(LawError):
    """An IIN or BIN that can't be: Params: `identifier`, `problem`."""

    code = "law.bad_identifier"
