package proof

import (
	"strings"
	"unicode"
)

// isHan reports a Han character, 〇 and 々 among them.
func isHan(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r == '〇' || r == '々' ||
		r >= 0x3400 && r <= 0x4dbf || r > 0xffff && unicode.Is(unicode.Han, r) || r >= 0xf900 && r <= 0xfaff
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func isWord(r rune) bool { return isLatin(r) || isDigit(r) }

// isSpace reports a space within a line.
func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\u3000' || r == '\u00a0' || r >= 0x2000 && r <= 0x200a || r == 0x202f || r == 0x205f
}

// isWideSpace reports a space that paragraphs are indented by.
func isWideSpace(r rune) bool {
	return r == '\u3000' || r == '\u00a0' || r == '\u2002' || r == '\u2003'
}

// isMark reports a mark of Chinese punctuation that no Latin text has.
func isMark(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '！', '？', '（', '）', '《', '》', '〈', '〉', '【', '】', '〔', '〕', '「', '」', '『', '』', '～', '［', '］':
		return true
	}
	return false
}

// isStop reports what ends a sentence.
func isStop(r rune) bool { return r == '。' || r == '！' || r == '？' || r == '…' }

func isCloser(r rune) bool { return contains("”’）》〉】〕」』)]", r) && r != 0 }

// isNumeral reports a Han digit.
func isNumeral(r rune) bool {
	return contains("〇一二三四五六七八九十百千万零两", r) && r != 0
}

const smallNumerals = "一二三四五六七八九十"

// next returns the numeral behind one of 一 to 九, or 0.
func nextNumeral(r rune) rune {
	all := []rune(smallNumerals)
	for i, c := range all[:9] {
		if c == r {
			return all[i+1]
		}
	}
	return 0
}

// chineseBefore reports that the text which ends before i is Chinese: a Han
// character or a Chinese mark stands there, behind closing marks that both
// scripts share, or a Latin word or a number that follows Han without a space
// (增长12.5%, 发展GDP).
func (p *passage) chineseBefore(i int) bool {
	for isSpace(p.get(i - 1)) {
		i--
	}
	for c := p.get(i - 1); c == '”' || c == '’' || c == ')' || c == '"'; c = p.get(i - 1) {
		i--
	}
	if c := p.get(i - 1); isHan(c) || isMark(c) || (c == '…' || c == '—') && p.get(i-2) == c {
		return true
	}
	token := p.back(i, isToken)
	before := p.get(token - 1)
	return token < i && (isHan(before) || isMark(before) || (before == '“' || before == '(') && p.get(token-2) != edge && isHan(p.get(token-2)))
}

// isToken reports what words, numbers, units and formulas are made of: CO₂, Ⅱ,
// ①, X≥5, 9:00—12:00.
func isToken(r rune) bool {
	return isWord(r) || contains("%‰℃+.-/¥×≥≤°′″²³=:∶—～", r) ||
		r >= 'À' && r <= 'ɏ' && r != '×' && r != '÷' || r >= 0x2070 && r <= 0x209c || r >= 'Ⅰ' && r <= 'ⅿ' || r >= '①' && r <= '⒇'
}

// chineseAfter reports that the text which begins at i is Chinese.
func (p *passage) chineseAfter(i int) bool {
	for isSpace(p.get(i)) {
		i++
	}
	for c := p.get(i); c == '“' || c == '‘' || c == '(' || c == '"'; c = p.get(i) {
		i++
	}
	if c := p.get(i); isHan(c) || isMark(c) {
		return true
	}
	token := p.skip(i, isToken)
	after := p.get(token)
	return token > i && (isHan(after) || isMark(after))
}

// number returns where the number that begins at i ends: digits with a decimal
// point and commas between groups of three. It is i where there is none.
func (p *passage) number(i int) int {
	j := p.skip(i, isDigit)
	if j == i {
		return i
	}
	for p.get(j) == ',' && isDigit(p.get(j+1)) && isDigit(p.get(j+2)) && isDigit(p.get(j+3)) && !isDigit(p.get(j+4)) {
		j += 4
	}
	if p.get(j) == '.' && isDigit(p.get(j+1)) {
		j = p.skip(j+1, isDigit)
	}
	return j
}

// measures are words that count something, behind a number.
var measures = strings.Fields(`个 家 人 名 项 户 条 件 次 倍 天 元 万 亿 千 百 吨 公里 千米 米 厘米 毫米 亩 公顷 平方米 平方公里 立方米 公斤 千克 克 斤
	岁 周 周年 小时 分钟 秒 年 个月 所 座 处 辆 台 套 批 层 种 类 部 篇 场 届 期 本 张 份 位 起 艘 架 头 只 棵 株 度 ℃ 千瓦 千瓦时 兆瓦 度电 里 升 毫升 字 代 成 折 页 道 门 级 组 轮 支 只 对 双 把 杯 瓶 箱 袋 间 栋 幢 遍 趟 口 顶 块 颗 粒 根 分 点`)

// contains is strings.ContainsRune, faster for the short sets of this package.
func contains(set string, r rune) bool {
	for _, c := range set {
		if c == r {
			return true
		}
	}
	return false
}
