package decode

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"luxi/internal/civil"
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

var kindBadDate = diag.Define("bad-date", diag.Error,
	i18n.Text{ZH: "看不懂日期“{found}”", EN: "“{found}” is not a date"},
	i18n.Text{ZH: "{fix}", EN: "{fix}"})

var kindOddYear = diag.Define("odd-year", diag.Error,
	i18n.Text{ZH: "{key}的年份不对：{year} 年", EN: "{key} has an odd year: {year}"},
	i18n.Text{ZH: "查对年份，应当在 {first} 年到 {last} 年之间。", EN: "Check the year: it has to be from {first} to {last}."})

// The years that a column's dates can have; others are slips of the keyboard
// such as 0202 and 1022.
const firstYear, lastYear = 1900, 2100

// looseDate is a date as people write it: year, month and day with any marks
// between them, and perhaps a time of day.
var looseDate = regexp.MustCompile(
	`^(\d{4})\s*[-/.年－—–,]\s*(\d{1,2})\s*[-/.月－—–,]\s*(\d{1,2})\s*[日号]?` +
		`(?:\s*[Tt,]?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*分?(?::(\d{2}))?\s*(Z|[-+]\d{2}:?\d{2})?)?\s*$`)

// compactDate is a date in digits alone.
var compactDate = regexp.MustCompile(`^(19|20)(\d\d)(\d\d)(\d\d)$`)

// looksLikeDate reports whether an editor means a date by s.
func looksLikeDate(s string) bool {
	s = fold(strings.TrimSpace(s))
	return looseDate.MatchString(s) || numericDate.MatchString(s)
}

var numericDate = regexp.MustCompile(`^\d{2,4}[-/.年]\d{1,2}([-/.月]|$)`)

// mendDate writes a date as TOML has it, or "" where the text has no day that
// the calendar has.
func mendDate(s string, want sort) string {
	s = digits(fold(strings.TrimSpace(s)))
	if m := compactDate.FindStringSubmatch(s); m != nil {
		s = m[1] + m[2] + "-" + m[3] + "-" + m[4]
	}
	m := looseDate.FindStringSubmatch(s)
	if m == nil {
		return ""
	}
	out := m[1] + "-" + pad(m[2]) + "-" + pad(m[3])
	if m[4] != "" && want != sortDate {
		out += "T" + pad(m[4]) + ":" + pad(m[5]) + ":" + pad(m[6])
		if zone := m[7]; zone != "" && zone != "Z" {
			zone = strings.ReplaceAll(zone, ":", "")
			out += zone[:3] + ":" + zone[3:]
		} else {
			out += zone
		}
	}
	if _, ok := civil.ParseMoment(out); !ok {
		return ""
	}
	return out
}

func pad(number string) string {
	return strings.Repeat("0", 2-len(number)) + number
}

// hanDate is a date whose numbers are written in Han characters, some or all:
// the year one by one, month and day as they are spoken.
var hanDate = regexp.MustCompile(`^([\d〇○零一二三四五六七八九]{4})年\s*([\d元一二三四五六七八九十]{1,3})月\s*([\d一二三四五六七八九十廿卅]{1,3})[日号]$`)

// digits writes a date that is written in Han characters in digits, and leaves
// others as they are.
func digits(s string) string {
	m := hanDate.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	year := strings.Map(hanDigit, m[1])
	month, day := hanNumber(strings.Replace(m[2], "元", "一", 1)), hanNumber(m[3])
	if month == 0 || day == 0 {
		return s
	}
	return fmt.Sprintf("%s年%d月%d日", year, month, day)
}

func hanDigit(r rune) rune {
	if i := slices.Index([]rune("零一二三四五六七八九"), r); i >= 0 {
		return '0' + rune(i)
	}
	if r == '〇' || r == '○' {
		return '0'
	}
	return r
}

// hanNumber reads a number from 1 to 99, or returns 0.
func hanNumber(s string) int {
	s = strings.NewReplacer("廿", "二十", "卅", "三十").Replace(s)
	tens, ones, spoken := strings.Cut(s, "十")
	if !spoken {
		n, err := strconv.Atoi(strings.Map(hanDigit, s))
		if err != nil || n < 1 || n > 99 || n > 9 && s[0] >= utf8.RuneSelf {
			return 0
		}
		return n
	}
	n := 10
	if tens != "" {
		n = 10 * hanNumber(tens)
	}
	if ones != "" {
		one := hanNumber(ones)
		if one == 0 {
			return 0
		}
		n += one
	}
	if n < 10 || n > 99 {
		return 0
	}
	return n
}

// dateAdvice says how a date that cannot be read is written.
func dateAdvice(s string, want sort) i18n.Text {
	if mended := mendDate(s, want); mended != "" {
		return i18n.Text{ZH: "写成 " + mended, EN: "Write " + mended}
	}
	if m := looseDate.FindStringSubmatch(digits(fold(strings.TrimSpace(s)))); m != nil {
		if advice, ok := calendarAdvice(m[1], m[2], m[3]); ok {
			return advice
		}
		return i18n.Text{
			ZH: "钟点不对：小时从 00 到 23，分和秒从 00 到 59，例如 2022-08-31T18:00",
			EN: "The time of day is wrong: hours are 00 to 23, minutes and seconds 00 to 59, such as 2022-08-31T18:00",
		}
	}
	if want == sortDate {
		return i18n.Text{
			ZH: "写成“年-月-日”，年四位，月和日各两位，用半角数字和短横，例如 2022-08-31",
			EN: "Write year-month-day with four, two and two digits, such as 2022-08-31",
		}
	}
	return i18n.Text{
		ZH: "写成“年-月-日”，例如 2022-08-31；要写钟点时，例如 2022-08-31T18:00",
		EN: "Write year-month-day, such as 2022-08-31, or with a time of day 2022-08-31T18:00",
	}
}

// calendarAdvice says what the calendar has against a day.
func calendarAdvice(year, month, day string) (i18n.Text, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if m < 1 || m > 12 {
		return i18n.Text{
			ZH: fmt.Sprintf("没有 %d 月，月份从 01 到 12，请查对日期", m),
			EN: fmt.Sprintf("There is no month %d: check the date", m),
		}, true
	}
	last := time.Date(y, time.Month(m)+1, 0, 12, 0, 0, 0, time.UTC).Day()
	if d < 1 || d > last {
		return i18n.Text{
			ZH: fmt.Sprintf("%d 年 %d 月没有 %d 日，只到 %d 日，请查对日期", y, m, d, last),
			EN: fmt.Sprintf("%s %d has %d days, there is no day %d: check the date", time.Month(m), y, last, d),
		}, true
	}
	return i18n.Text{}, false
}
