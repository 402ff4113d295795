"""CEL functions of Kubernetes behave as documented.

Sources: the tables of https://kubernetes.io/docs/reference/using-api/cel/, the examples in the
comments of k8s.io/apiserver/pkg/cel/library, and those of ext/README.md of cel-go.
"""

from __future__ import annotations

from typing import Any

import pytest
from svclint.cel import Environment, Outcome, compile_expression
from svclint.cel.types import DYN

NAMES = Environment({"object": DYN}, {})
OBJECT = {"metadata": {"name": "web", "labels": {"a": "1"}}, "items": [3, 1, 2], "absent": None}


def evaluate(expression: str) -> Outcome:
    return compile_expression(expression, NAMES).evaluate({"object": OBJECT})


LISTS = r"""
[1, 2, 3].isSorted()
![3, 1].isSorted()
['a', 'b'].isSorted()
[2.0, 1.0].isSorted() == false
[1, 3].sum() == 4
[1.0, 3.0].sum() == 4.0
['1h', '30m'].map(x, duration(x)).sum() == duration('90m')
[1, 3].min() == 1
[1, 3].max() == 3
['a', 'b', 'b', 'c'].indexOf('b') == 1
['a', 'b', 'b', 'c'].lastIndexOf('b') == 2
[1, 2].indexOf(5) == -1
[1, 2, 3, 4].slice(1, 3) == [2, 3]
[[1, 2], [3]].flatten() == [1, 2, 3]
[3, 2, 1].sort() == [1, 2, 3]
[1, 2, 3].reverse() == [3, 2, 1]
[1, 2, 2, 3].distinct() == [1, 2, 3]
lists.range(3) == [0, 1, 2]
['bb', 'a'].sortBy(x, x.size()) == ['a', 'bb']
sets.contains([1, 2, 3, 4], [2, 3])
sets.equivalent([1, 1, 2], [2, 1])
sets.intersects([1], [1, 2])
!sets.intersects([1], [])
[1, 2].exists_one(x, x == 1)
[1, 2].existsOne(i, x, i == 0 && x == 1)
[1, 2].all(i, x, x == i + 1)
[1, 2].transformList(i, x, i * x) == [0, 2]
{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}
{'a': 'b'}.transformMapEntry(k, v, {v: k}) == {'b': 'a'}
"""
TEXTS = r"""
'abc 123'.find('[0-9]+') == '123'
'abc'.find('[0-9]+') == ''
'123 abc 456'.findAll('[0-9]+') == ['123', '456']
'123 abc 456'.findAll('[0-9]+', 1) == ['123']
'hello'.charAt(4) == 'o'
'hello'.charAt(5) == ''
'hello mellow'.indexOf('ello', 2) == 7
'hello mellow'.lastIndexOf('ello') == 7
['hello', 'mellow'].join(' ') == 'hello mellow'
'hello hello'.replace('he', 'we', 1) == 'wello hello'
'hello hello hello'.split(' ', 2) == ['hello', 'hello hello']
'tacocat'.substring(0, 4) == 'taco'
'  trim\n'.trim() == 'trim'
'TacoCÆt'.lowerAscii() == 'tacocÆt'
'TacoCÆt xii'.upperAscii() == 'TACOCÆT XII'
strings.quote('double-quote as "quote"') == '"double-quote as \\"quote\\""'
'%s has %d ports, %.1f%%'.format(['web', 2, 12.55]) == 'web has 2 ports, 12.6%'
'%x %X %o %b'.format([255, 'hi', 8, 5]) == 'ff 6869 10 101'
'%s'.format([[1, 'a', null]]) == '[1, "a", null]'
'Grüße 🌍'.size() == 7
b'\xff'.size() == 1
'a' + 'b' == 'ab'
r'\d' == '\\d'
'abc'.matches('^a.c$')
'x'.startsWith('') && 'x'.endsWith('x') && 'xyz'.contains('y')
"""
KUBERNETES = r"""
url('https://user:pass@example.com:80/path?query=val#fragment').getHost() == 'example.com:80'
url('https://example.com:80/').getHostname() == 'example.com'
url('https://example.com:80/').getPort() == '80'
url('https://example.com/path with spaces/').getEscapedPath() == '/path%20with%20spaces/'
url('https://example.com/?k=a&k=b').getQuery() == {'k': ['a', 'b']}
url('/absolute-path').getScheme() == ''
isURL('https://user:pass@example.com:80/path?query=val#fragment')
!isURL('https://a:b:c/')
isIP('127.0.0.1') && isIP('::1') && !isIP('127.0.0.256')
ip('127.0.0.1') == ip('127.0.0.1') && string(ip('2001:db8:0::1')) == '2001:db8::1'
ip.isCanonical('127.0.0.1') && !ip.isCanonical('2001:DB8::1')
ip('127.0.0.1').family() == 4 && ip('::1').family() == 6
ip('0.0.0.0').isUnspecified() && ip('127.0.0.1').isLoopback()
ip('224.0.0.1').isLinkLocalMulticast() && ip('169.254.169.254').isLinkLocalUnicast()
ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast()
isCIDR('192.168.0.0/24') && isCIDR('::1/128') && !isCIDR('192.168.0.0/33')
cidr('192.168.0.0/24').containsIP(ip('192.168.0.1'))
cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('192.168.0.0/24').containsIP('10.0.0.1')
cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24'))
cidr('192.168.1.0/24').containsCIDR('192.168.2.0/24') == false
cidr('192.168.0.1/24').ip() == ip('192.168.0.1')
cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')
cidr('192.168.0.0/24').prefixLength() == 24
isQuantity('1.5Gi') && !isQuantity('200K')
quantity('50000000G').isInteger() && !quantity('50.5').isInteger()
quantity('50k').asInteger() == 50000
quantity('9999999999999999999999999999999999999G').asApproximateFloat() > 9.9e45
quantity('50k').add(quantity('20k')) == quantity('70k')
quantity('50k').sub(20000) == quantity('30k')
quantity('200M').compareTo(quantity('0.2G')) == 0
quantity('50M').isLessThan(quantity('100M')) && quantity('100M').isGreaterThan(quantity('50Mi'))
sign(quantity('-1')) == -1
isSemver('1.0.0') && !isSemver('v1.0') && isSemver('v1.0', true)
semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3
semver('1.2.3').compareTo(semver('2.0.0')) == -1
semver('1.2.3-alpha').isLessThan(semver('1.2.3'))
!format.dns1123Label().validate('web').hasValue()
format.dns1123Label().validate('Web').hasValue()
format.named('date').hasValue() && !format.named('nothing').hasValue()
"""
OPTIONALS = r"""
optional.of(1).hasValue() && !optional.none().hasValue()
optional.ofNonZeroValue('') == optional.none()
object.?metadata.labels.a.orValue('') == '1'
object.?nothing.at.all.orValue('none') == 'none'
object[?'nothing'].or(optional.of(1)).value() == 1
[1, 2][?5] == optional.none()
[?optional.of(1), ?optional.none()] == [1]
{?'a': optional.none()}.size() == 0
optional.of(2).optMap(x, x * 2).value() == 4
optional.of(2).optFlatMap(x, optional.none()).hasValue() == false
has(object.metadata.name) && !has(object.metadata.nothing)
object.absent == null
"""
NUMBERS = r"""
1 + 2 * 3 == 7 && 7 / 2 == 3 && -7 / 2 == -3 && -7 % 3 == -1
dyn(1) == dyn(1.0) && dyn(1u) == 1
int('-5') == -5 && uint(5) == 5u && double('1.5') == 1.5 && string(1.0) == '1'
0x10 == 16 && 1e3 == 1000.0
1 < 2 && 1.5 >= 1.5 && 'a' < 'b' && false < true
timestamp('2023-06-14T02:00:14+00:00') == timestamp('2023-06-14T02:00:14Z')
timestamp('2023-06-14T02:00:14Z').getMonth() == 5
timestamp('2023-06-14T23:00:00Z').getDate('Europe/Berlin') == 15
timestamp('2023-06-14T02:00:14Z') - timestamp('2023-06-13T02:00:14Z') == duration('24h')
duration('1h30m').getMinutes() == 90
duration('1.5h') == duration('90m')
type(1) == int && type([]) == list && type({}) == map && type(null) == null_type
2 in [1, 2] && 'name' in object.metadata && !('x' in {})
true || 1 / 0 == 1
(1 / 0 == 1) || true
!(false && 1 / 0 == 1)
"""
GROUPS = (LISTS, TEXTS, KUBERNETES, OPTIONALS, NUMBERS)


@pytest.mark.parametrize("text", [line for group in GROUPS for line in group.strip().split("\n")])
def test_it_is_as_the_documentation_says(text: str) -> None:
    assert evaluate(text)[:3] == (True, "", "")


@pytest.mark.parametrize(
    ("expression", "error"),
    [
        ("1 / 0 == 1", "division by zero"),
        ("1 % 0 == 1", "modulus by zero"),
        ("9223372036854775807 + 1 > 0", "integer overflow"),
        ("1u - 2u == 0u", "unsigned integer overflow"),
        ("object.nothing == 1", "no such key: nothing"),
        ("[1][3] == 1", "index out of bounds: 3"),
        ("dyn('a') + dyn(1) == 1", "no such overload"),
        ("optional.none().value() == 1", "optional.none() dereference"),
        ("[].min() == 1", "min called on empty list"),
        ("object.metadata.name.substring(9) == ''", "index out of range: 9"),
    ],
)
def test_errors_have_the_servers_words(expression: str, error: str) -> None:
    assert evaluate(expression).error == error


def test_a_value_that_matters_and_is_not_known_is_named() -> None:
    from svclint.cel.values import Unknown  # noqa: PLC0415

    names: dict[str, Any] = {"object": {"uid": Unknown("metadata.uid", "string")}}
    asked = compile_expression("object.uid == 'a'", NAMES).evaluate(names)
    assert (asked.value, asked.unknown) == (None, "metadata.uid")
    decided = compile_expression("object.uid == 'a' || true", NAMES).evaluate(names)
    assert (decided.value, decided.unknown) == (True, "")
