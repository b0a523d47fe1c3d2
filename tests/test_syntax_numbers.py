"""Number literals are the atoms they say, and numbers are written as the language writes them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from wlnet.expr import Atom, BigReal, Complex, Integer, Rational, Real
from wlnet.syntax.parse import parse
from wlnet.syntax.write import full_form, input_form, output_form

MACHINE = 15.954589770191003

LITERALS: list[tuple[str, Atom]] = [
    ("007", Integer(7)),
    ("1.", Real(1.0)),
    (".5", Real(0.5)),
    ("00.50", Real(0.5)),
    ("1.5*^3", Real(1500.0)),
    ("1.5*^+3", Real(1500.0)),
    ("2*^3", Integer(2000)),
    ("2*^-3", Rational(Fraction(1, 500))),
    ("12*^0", Integer(12)),
    ("16^^ff", Integer(255)),
    ("16^^FF.8", Real(255.5)),
    ("16^^.8*^2", Real(128.0)),
    ("2^^1011.01", Real(11.25)),
    ("36^^zz", Integer(1295)),
    ("8^^777*^-2", Rational(Fraction(511, 64))),
    ("1.5`", Real(1.5)),
    ("100`", Real(100.0)),
    ("1.5`20", BigReal(Decimal("1.5"), 20.0)),
    ("1.5`20*^5", BigReal(Decimal("1.5e5"), 20.0)),
    ("1`20.5", BigReal(Decimal(1), 20.5)),
    ("100.``20", BigReal(Decimal(100), 22.0)),
    ("0``20", BigReal(Decimal(0), 0.0)),
    ("-1.5", Real(-1.5)),
    ("-(1)", Integer(-1)),
    ("1.23456789012345678", BigReal(Decimal("1.23456789012345678"), 18.0)),
    ("1.2345678901234567", Real(1.2345678901234567)),
    ("0.00012345678901234567", Real(0.00012345678901234567)),
    ("1.*^400", BigReal(Decimal("1e400"), MACHINE)),
    ("1.*^-400", BigReal(Decimal("1e-400"), MACHINE)),
    ("0.*^-400", Real(0.0)),
    ("Rational[2, 3]", Rational(Fraction(2, 3))),
    ("Complex[2, -3.]", Complex((Integer(2), Real(-3.0)))),
]


@pytest.mark.parametrize(("text", "atom"), LITERALS, ids=[text for text, _ in LITERALS])
def test_a_literal_is_its_number(text, atom):
    assert parse(text) == atom


def test_dots_and_marks_next_to_numbers_belong_where_they_belong():
    for text, full in (
        ("1..", "Repeated[1]"),
        ("1.5..", "Repeated[1.5]"),
        ("1...", "RepeatedNull[1]"),
        ("1.2.3", "Times[1.2, 0.3]"),
        ("a.1", "Times[a, 0.1]"),
        ("a/.5", "Times[a, Power[0.5, -1]]"),
        ("1`.a", "Dot[1., a]"),
        ("2 x", "Times[2, x]"),
        ("2*^x", "error"),
        ("Rational[2, 4]", "Rational[2, 4]"),
        ("Rational[x, 2]", "Rational[x, 2]"),
    ):
        if full == "error":
            with pytest.raises(Exception, match='after "\\*"'):
                parse(text)
        else:
            assert full_form(parse(text)) == full


def test_a_number_too_large_for_the_machine_keeps_its_precision():
    atom = parse("2^^1.1*^2000")
    assert isinstance(atom, BigReal) and atom.precision == MACHINE
    assert atom.value / (3 * 2**1999) == pytest.approx(Decimal(1), abs=Decimal("1e-25"))


def test_integers_of_any_size_are_read_and_written():
    for digits in ("9" * 5000, "1" + "0" * 20_000):
        node = parse(digits)
        assert node == Integer(10 ** len(digits) - 1 if digits[0] == "9" else 10 ** (len(digits) - 1))
        assert input_form(node) == digits


WRITTEN = [  # value, InputForm, OutputForm
    (1.0, "1.", "1."),
    (0.1 + 0.2, "0.30000000000000004", "0.3"),
    (1 / 3, "0.3333333333333333", "0.333333"),
    (2.5, "2.5", "2.5"),
    (100000.0, "100000.", "100000."),
    (123456.789, "123456.789", "123457."),
    (1e6, "1.*^6", "1.*^6"),
    (1234567.8, "1.2345678*^6", "1.23457*^6"),
    (999999.9, "999999.9", "1.*^6"),
    (1e-5, "0.00001", "0.00001"),
    (1e-6, "1.*^-6", "1.*^-6"),
    (1e-10, "1.*^-10", "1.*^-10"),
    (1.5e300, "1.5*^300", "1.5*^300"),
    (-2.0, "-2.", "-2."),
    (0.0, "0.", "0."),
    (5e-324, "5.*^-324", "4.94066*^-324"),
]


@pytest.mark.parametrize(("value", "typed", "shown"), WRITTEN)
def test_reals_are_written_as_the_language_writes_them(value, typed, shown):
    assert (input_form(Real(value)), output_form(Real(value))) == (typed, shown)
    assert parse(typed) == Real(value)


def test_other_numbers_are_written_as_the_language_writes_them():
    for atom, full, typed, shown in (
        (Rational(Fraction(-1, 2)), "Rational[-1, 2]", "-1/2", "-1/2"),
        (Complex((Integer(0), Integer(1))), "Complex[0, 1]", "I", "I"),
        (Complex((Integer(2), Integer(-3))), "Complex[2, -3]", "2 - 3*I", "2 - 3 I"),
        (Complex((Real(0.0), Real(1.5))), "Complex[0., 1.5]", "0. + 1.5*I", "0. + 1.5 I"),
        (BigReal(Decimal("1.5"), 20.0), "1.5`20.", "1.5`20.", "1.5000000000000000000"),
        (
            BigReal(Decimal("3.14159265358979323846"), 20.5),
            *["3.14159265358979323846`20.5"] * 2,
            "3.1415926535897932385",
        ),
        (BigReal(Decimal("-1.5e30"), 20.0), *["-1.5`20.*^30"] * 2, "-1.5000000000000000000*^30"),
    ):
        assert (full_form(atom), input_form(atom), output_form(atom)) == (full, typed, shown)
