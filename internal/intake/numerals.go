package intake

import (
	"fmt"
	"strconv"
	"strings"
)

// numeral writes a number in a numbering format of OOXML (ECMA-376, 17.18.59).
// A format without a rule here is written in decimal digits; so are numbers
// over 999 of all but the plainest, which no list has.
func numeral(format string, n int) string {
	if n > 999 || n < 0 {
		return strconv.Itoa(n)
	}
	switch format {
	case "none", "bullet":
		return ""
	case "decimalZero":
		return fmt.Sprintf("%02d", n)
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperLetter":
		return letter(n)
	case "lowerLetter":
		return strings.ToLower(letter(n))
	case "decimalFullWidth", "decimalFullWidth2":
		return digits(n, "０１２３４５６７８９")
	case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2":
		return digits(n, "〇一二三四五六七八九")
	case "chineseCounting":
		return chinese(n, simple, "〇", true)
	case "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand":
		return chinese(n, simple, "零", true)
	case "chineseLegalSimplified":
		return chinese(n, legal, "零", false)
	case "ideographLegalTraditional", "japaneseLegal":
		return chinese(n, legalTraditional, "零", false)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return enclosed(n, 0x2460, 20)
	case "decimalEnclosedParen":
		return enclosed(n, 0x2474, 20)
	case "decimalEnclosedFullstop":
		return enclosed(n, 0x2488, 20)
	case "ideographEnclosedCircle":
		return enclosed(n, 0x3280, 10)
	case "ideographTraditional":
		return oneOf(n, "甲乙丙丁戊己庚辛壬癸")
	case "ideographZodiac":
		return oneOf(n, "子丑寅卯辰巳午未申酉戌亥")
	case "numberInDash":
		return "- " + strconv.Itoa(n) + " -"
	case "ordinal":
		return ordinal(n)
	case "hex":
		return strings.ToUpper(strconv.FormatInt(int64(n), 16))
	case "chicago":
		return strings.Repeat(string([]rune("*†‡§")[(max(n, 1)-1)%4]), (max(n, 1)-1)/4+1)
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value int
		sign  string
	}{
		{900, "CM"},
		{500, "D"},
		{400, "CD"},
		{100, "C"},
		{90, "XC"},
		{50, "L"},
		{40, "XL"},
		{10, "X"},
		{9, "IX"},
		{5, "V"},
		{4, "IV"},
		{1, "I"},
	} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.sign)
		}
	}
	return b.String()
}

// letter counts A to Z, then AA, BB and so on (17.18.59, upperLetter).
func letter(n int) string {
	if n == 0 {
		return ""
	}
	return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
}

func digits(n int, set string) string {
	var b strings.Builder
	for _, d := range strconv.Itoa(n) {
		b.WriteRune([]rune(set)[d-'0'])
	}
	return b.String()
}

// The digits and the signs for ten and a hundred.
const (
	simple           = "一二三四五六七八九十百"
	legal            = "壹贰叁肆伍陆柒捌玖拾佰"
	legalTraditional = "壹貳參肆伍陸柒捌玖拾佰"
)

// chinese counts as people do: 十一, not 一十一, where ten may stand alone; 一百零五.
func chinese(n int, set, zero string, bareTen bool) string {
	sign := []rune(set)
	if n == 0 {
		return zero
	}
	var b strings.Builder
	if n >= 100 {
		b.WriteString(string(sign[n/100-1]) + string(sign[10]))
		if n%100 > 0 && n%100 < 10 {
			b.WriteString("零")
		}
	}
	if tens := n / 10 % 10; tens > 0 {
		if tens > 1 || n >= 100 || !bareTen {
			b.WriteRune(sign[tens-1])
		}
		b.WriteRune(sign[9])
	}
	if n%10 > 0 {
		b.WriteRune(sign[n%10-1])
	}
	return b.String()
}

// enclosed returns a character of a row that has them from 1 to most. ① goes on
// to 50 in two other rows.
func enclosed(n int, first rune, most int) string {
	switch {
	case n >= 1 && n <= most:
		return string(first + rune(n-1))
	case n == 0 && first == 0x2460:
		return "⓪"
	case first == 0x2460 && n >= 21 && n <= 35:
		return string(rune(0x3251 + n - 21))
	case first == 0x2460 && n >= 36 && n <= 50:
		return string(rune(0x32b1 + n - 36))
	}
	return strconv.Itoa(n)
}

func oneOf(n int, set string) string {
	all := []rune(set)
	if n < 1 || n > len(all) {
		return strconv.Itoa(n)
	}
	return string(all[n-1])
}

func ordinal(n int) string {
	end := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}
