import { describe, expect, test } from 'vitest';
import { evaluated, failureOf, rendered, renderedWith } from './support';

describe('methods of a text', () => {
  test.each([
    ['length()', '6'],
    ['isEmpty()', 'false'],
    ['charAt(1)', 'b'],
    ['substring(2)', 'cabc'],
    ['substring(6)', ''],
    ['substring(1, 3)', 'bc'],
    ['contains("ca")', 'true'],
    ['contains("x")', 'false'],
    ['indexOf("c")', '2'],
    ['indexOf("x")', '-1'],
    ['indexOf("c", 3)', '5'],
    ['indexOf(99)', '2'],
    ['lastIndexOf("c")', '5'],
    ['startsWith("abc")', 'true'],
    ['endsWith("bc")', 'true'],
    ['equals("abcabc")', 'true'],
    ['equals(1)', 'false'],
    ['equals(null)', 'false'],
    ['equalsIgnoreCase("ABCabc")', 'true'],
    ['compareTo("abd")', '-1'],
    ['compareTo("abc")', '3'],
    ['compareToIgnoreCase("ABCABC")', '0'],
    ['concat("!")', 'abcabc!'],
    ['replace("b", "$x")', 'acac'],
    ['replace("b", \'$\')', 'a$ca$c'],
    ['replace("", "-")', '-a-b-c-a-b-c-'],
    ['replaceAll("[ab]+", "x")', 'xcxc'],
    ['replaceFirst("b", "x")', 'axcabc'],
    ['matches("(abc)+")', 'true'],
    ['matches("abc")', 'false'],
    ['split("b")', '[a, ca, c]'],
    ['split("c")', '[ab, ab]'],
    ['split("b", 2)', '[a, cabc]'],
    ['split("c", -1)', '[ab, ab, ]'],
    ['split("")', '[a, b, c, a, b, c]'],
    ['split("a")', '[, bc, bc]'],
    ['toUpperCase()', 'ABCABC'],
    ['toLowerCase()', 'abcabc'],
    ['trim()', 'abcabc'],
    ['hashCode()', '-1424388928'],
    ['valueOf([1])', '[1]'],
    ['toString()', 'abcabc'],
    ['nothing()', ''],
    ['contains(1)', ''],
    ['empty', 'false'],
    ['length', ''],
    ['class.name', 'java.lang.String'],
    ['class', 'class java.lang.String'],
    ['getClass().getSimpleName()', 'String'],
    ['getClass().getName()', 'java.lang.String'],
    ['class.simpleName', 'String'],
    ['class.other', ''],
    ['class.getOther()', ''],
    ['class.getName(1)', ''],
  ])('%s prints %s', (call, expected) => {
    expect(rendered(`#set($a = "abcabc")$a.${call}`)).toBe(expected);
  });

  test.each([
    ['" \\u0009a b "', 'trim()', 'a b'],
    ['""', 'isEmpty()', 'true'],
    ['"1,2,,"', 'split(",").size()', '2'],
    ['""', 'split(",").size()', '1'],
  ])('%s.%s prints %s', (text, call, expected) => {
    expect(rendered(`#set($a = ${text})$a.${call}`)).toBe(expected);
  });

  test.each([
    ['charAt(3)', 'the index 3 is out of range'],
    ['substring(-1)', 'the index -1 is out of range'],
    ['substring(4)', 'the index 4 is out of range'],
    ['substring(2, 1)', 'the index 2 is out of range'],
    ['length(1)', 'length takes no arguments'],
    ['toString(1)', 'toString takes no arguments'],
    ['contains(null)', 'contains was called with null'],
  ])('%s fails', (call, message) => {
    expect(failureOf(`#set($a = "abc")$a.${call}`)).toContain(message);
  });

  test('states the position of a failure', () => {
    const { text, failure } = evaluated('before #set($a = "abc")$a.charAt(9) after');

    expect(text).toBe('before ');
    expect(failure).toMatchObject({ span: { start: 23, end: 35 }, remedy: expect.stringContaining('length') });
  });
});

describe('methods of a number', () => {
  test.each([
    ['5', 'intValue()', '5'],
    ['4294967297', 'intValue()', '1'],
    ['5', 'longValue()', '5'],
    ['5', 'doubleValue()', '5.0'],
    ['5', 'compareTo(6)', '-1'],
    ['5', 'hashCode()', '5'],
    ['0', 'parseInt("-12")', '-12'],
    ['0', 'parseInt("+12")', '12'],
    ['0', 'parseLong("12345678901")', '12345678901'],
    ['0', 'valueOf("3")', '3'],
    ['5', 'toString()', '5'],
    ['5', 'class.name', 'java.lang.Integer'],
    ['5000000000', 'class.name', 'java.lang.Long'],
    ['50000000000000000000', 'class.name', 'java.math.BigInteger'],
    ['5', 'empty', ''],
    ['5.7', 'intValue()', '5'],
    ['1e20', 'intValue()', '2147483647'],
    ['-1e20', 'intValue()', '-2147483648'],
    ['5.7', 'longValue()', '5'],
    ['1e400', 'longValue()', '0'],
    ['5.7', 'doubleValue()', '5.7'],
    ['5.7', 'isNaN()', 'false'],
    ['0.5', 'parseDouble(" 1.5e1 ")', '15.0'],
    ['0.5', 'valueOf("2")', '2.0'],
    ['5.7', 'class.name', 'java.lang.Double'],
    ['true', 'booleanValue()', 'true'],
    ['true', 'parseBoolean("TRUE")', 'true'],
    ['true', 'equals(true)', 'true'],
    ['true', 'class.name', 'java.lang.Boolean'],
    ['5', 'equals(5)', 'true'],
    ['5', 'equals(5.0)', 'false'],
  ])('%s.%s prints %s', (number, call, expected) => {
    expect(rendered(`#set($a = ${number})$a.${call}`)).toBe(expected);
  });

  test.each([
    ['0', 'parseInt("1.5")', '"1.5" is not a 32-bit integer'],
    ['0', 'parseInt("2147483648")', '"2147483648" is not a 32-bit integer'],
    ['0.5', 'parseDouble("x")', '"x" is not a number'],
  ])('%s.%s fails', (number, call, message) => {
    expect(failureOf(`#set($a = ${number})$a.${call}`)).toContain(message);
  });
});

test('converts a value that is not a number to 0', () => {
  expect(rendered('#set($inf = 1e400)#set($nan = $inf % 2)$nan $nan.isNaN() $nan.intValue() $nan.longValue()')).toBe('NaN true 0 0');
});

describe('methods of a list', () => {
  test.each([
    ['size()', '3'],
    ['count()', '3'],
    ['isEmpty()', 'false'],
    ['empty', 'false'],
    ['get(1)', 'b'],
    ['set(1, "x") $a', 'b [a, x, a]'],
    ['add("c") $a', 'true [a, b, a, c]'],
    ['add(1, "c") $a', ' [a, c, b, a]'],
    ['add(3, "c") $a', ' [a, b, a, c]'],
    ['add(5000000000) $a', 'true [a, b, a, 5000000000]'],
    ['addAll(["c"]) $a', 'true [a, b, a, c]'],
    ['addAll([])', 'false'],
    ['contains("b")', 'true'],
    ['contains("x")', 'false'],
    ['containsAll(["a", "b"])', 'true'],
    ['containsAll(["a", "x"])', 'false'],
    ['indexOf("a")', '0'],
    ['lastIndexOf("a")', '2'],
    ['remove(0) $a', 'a [b, a]'],
    ['remove("a") $a', 'true [b, a]'],
    ['remove("x") $a', 'false [a, b, a]'],
    ['removeAll(["a"]) $a', 'true [b]'],
    ['retainAll(["a", "b"]) $a', 'false [a, b, a]'],
    ['clear() $a', ' []'],
    ['subList(1, 3)', '[b, a]'],
    ['toArray()', '[a, b, a]'],
    ['iterator()', '[a, b, a]'],
    ['equals(["a", "b", "a"])', 'true'],
    ['class.name', 'java.util.ArrayList'],
  ])('%s prints %s', (call, expected) => {
    expect(rendered(`#set($a = ["a", "b", "a"])$a.${call}`)).toBe(expected);
  });

  test.each(['get(3)', 'set(3, 1)', 'remove(3)', 'add(4, 1)', 'subList(0, 4)'])('%s fails', (call) => {
    expect(failureOf(`#set($a = ["a", "b", "a"])$a.${call}`)).toContain('is out of range for a string or list of length 3');
  });

  test('reads an item by index', () => {
    expect(rendered('#set($a = [1, 2])$a[0]$a[-1]$a["x"]')).toBe('12');
    expect(failureOf('#set($a = [1, 2])$a[2]')).toContain('the index 2 is out of range');
  });
});

describe('methods of a map', () => {
  test.each([
    ['size()', '2'],
    ['count()', '2'],
    ['isEmpty()', 'false'],
    ['get("a")', '1'],
    ['get("x")', ''],
    ['a', '1'],
    ['size', ''],
    ['getOrDefault("a", 5)', '1'],
    ['getOrDefault("x", 5)', '5'],
    ['put("a", 3) $m', '1 {a=3, b=2}'],
    ['put("c", null) $m', ' {a=1, b=2, c=null}'],
    ['putIfAbsent("a", 3) $m', '1 {a=1, b=2}'],
    ['putIfAbsent("c", 3) $m', ' {a=1, b=2, c=3}'],
    ['putAll({"c": 3}) $m', ' {a=1, b=2, c=3}'],
    ['remove("a") $m', '1 {b=2}'],
    ['remove("a", 1) $m', 'true {b=2}'],
    ['remove("a", 2) $m', 'false {a=1, b=2}'],
    ['remove("x", 2)', 'false'],
    ['containsKey("a")', 'true'],
    ['containsValue(2)', 'true'],
    ['containsValue(3)', 'false'],
    ['keySet()', '[a, b]'],
    ['values()', '[1, 2]'],
    ['entrySet()', '[a=1, b=2]'],
    ['clear() $m', ' {}'],
    ['equals({"a": 1, "b": 2})', 'true'],
    ['toString()', '{a=1, b=2}'],
    ['class.name', 'java.util.LinkedHashMap'],
  ])('%s prints %s', (call, expected) => {
    expect(rendered(`#set($m = {"a": 1, "b": 2})$m.${call}`)).toBe(expected);
  });

  test('iterates over entries with key and value', () => {
    const each = '$e.key$e.value$e.getKey()$e.getValue()$e.other$e.getOther()$e.getKey(1) ';

    expect(rendered(`#set($m = {"a": 1})#foreach($e in $m.entrySet())${each}#end`)).toBe('a1a1 ');
    expect(rendered('#set($m = {"a": 1})#foreach($e in $m.entrySet())#set($m["a"] = 2)$e;#set($x = $m.remove("a"))[$e.value]#end')).toBe(
      'a=2;[]',
    );
  });
});

describe('output of values from JSON', () => {
  test.each([
    ['{"a": "b", "c": 1}', '{a=b, c=1}'],
    ['{"a": null}', '{a=null}'],
    ['[{"a": "b"}, "c", 1, true, null]', '[{"a":"b"},"c",1,true,null]'],
    ['{"a": [{"b": "c"}]}', '{a=[{"b":"c"}]}'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['"text"', 'text'],
    ['1.50', '1.5'],
    ['[1.5, 1e10]', '[1.5,1.0E10]'],
    ['false', 'false'],
    ['["a\\"b\\n\\u00e9"]', '["a\\"b\\né"]'],
  ])('%s prints %s', (json, expected) => {
    expect(renderedWith(json, '$v')).toBe(expected);
    expect(renderedWith(json, '$v.toString()')).toBe(expected);
  });

  test('prints an engine object in a JSON list as a string', () => {
    expect(renderedWith('[]', '#define($d)x"y#end#set($x = $v.add($d))$v')).toBe('["x\\"y"]');
  });
});
