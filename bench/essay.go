package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"
)

const contributorCount = 200

// The days on which essays are dated, from the first to before the last.
var (
	firstDay = time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDay  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
)

type region struct{ name, slug string }

type contributor struct {
	name, position string
	region         region
}

// An essay is one manuscript, in no generator's form.
type essay struct {
	number  int
	title   string
	summary string
	date    time.Time // a day
	region  region
	author  contributor
	tags    []string
	body    string // Markdown
}

// name is that of the essay's file, without .md. Numbers make it unique.
func (e essay) name() string { return fmt.Sprintf("%s-%06d", e.date.Format("20060102"), e.number) }

// year is the folder in which the file stands.
func (e essay) year() string { return e.date.Format("2006") }

// A corpus gives the essays of a seed. An essay depends on the seed and its
// number only, so a small corpus is the beginning of a large one.
type corpus struct {
	seed         uint64
	contributors []contributor
}

func newCorpus(seed uint64) corpus {
	c := corpus{seed: seed}
	w := writer{rand.New(rand.NewPCG(seed, math.MaxUint64))} // no essay has this number
	seen := map[string]bool{}
	for len(c.contributors) < contributorCount {
		name := w.person()
		if seen[name] {
			continue
		}
		seen[name] = true
		from := regions[w.r.IntN(len(regions))]
		c.contributors = append(c.contributors, contributor{name, from.name + w.pick(offices) + w.pick(positions), from})
	}
	return c
}

// essay returns the essay of a number.
func (c corpus) essay(number int) essay {
	w := writer{rand.New(rand.NewPCG(c.seed, uint64(number)))}
	u := w.r.Float64() // squared below: a few write often, most rarely
	e := essay{number: number, author: c.contributors[int(u*u*contributorCount)]}
	e.region = e.author.region
	if w.chance(0.2) {
		e.region = regions[w.r.IntN(len(regions))]
	}
	days := int(lastDay.Sub(firstDay).Hours() / 24)
	e.date = firstDay.AddDate(0, 0, w.r.IntN(days))
	for _, i := range w.r.Perm(len(allTags))[:w.between(1, 3)] {
		e.tags = append(e.tags, allTags[i])
	}
	if w.chance(0.4) {
		e.title = w.object() + w.pick(closing)
	} else {
		e.title = w.pick(opening) + w.pick(nouns) + w.pick(closing)
	}
	e.summary = w.clause() + "。" + w.clause() + "。"
	e.body = w.body(w.between(610, 2200))
	return e
}

// A writer makes text from chance.
type writer struct{ r *rand.Rand }

func (w writer) pick(from []string) string { return from[w.r.IntN(len(from))] }
func (w writer) chance(p float64) bool     { return w.r.Float64() < p }
func (w writer) between(lo, hi int) int    { return lo + w.r.IntN(hi-lo+1) }
func (w writer) person() string            { return w.pick(surnames) + w.pick(given) + w.pick(given) }

func (w writer) quantity() string { return fmt.Sprintf("%d%s", w.between(2, 4800), w.pick(units)) }

func (w writer) object() string {
	if w.chance(0.35) {
		return w.pick(adjs) + w.pick(nouns)
	}
	return w.pick(nouns)
}

func (w writer) clause() string {
	switch w.r.IntN(14) {
	case 0:
		return w.pick(times) + "，" + w.pick(places) + "的" + w.pick(people) + w.pick(advs) + w.pick(verbs) + "了" + w.object()
	case 1:
		return w.pick(nouns) + "与" + w.pick(nouns) + "之间，隔着的往往是" + w.object()
	case 2:
		return "如果" + w.pick(people) + "不愿" + w.pick(verbs) + w.object() + "，" + w.pick(nouns) + "就难免" + w.pick(idioms)
	case 3:
		return w.pick(people) + w.person() + "告诉笔者，仅" + w.pick(nouns) + "一项，就涉及" + w.quantity()
	case 4:
		return "与其" + w.pick(verbs) + w.object() + "，不如先" + w.pick(verbs) + w.object()
	case 5:
		return w.object() + "不是" + w.pick(idioms) + "的事，要靠" + w.pick(people) + w.pick(advs) + w.pick(verbs)
	case 6:
		return "在" + w.pick(places) + "，" + w.quantity() + "的变化看似不大，却让" + w.pick(people) + "多了一份" + w.pick(nouns)
	case 7:
		return "有人问，" + w.object() + "究竟该由谁来" + w.pick(verbs)
	case 8:
		return w.pick(verbs) + w.pick(nouns) + "、" + w.pick(verbs) + w.pick(nouns) + "、" + w.pick(verbs) + w.pick(nouns) + "，哪一样都离不开" + w.pick(people)
	case 9:
		return "既要" + w.pick(verbs) + w.object() + "，也要" + w.pick(verbs) + w.object()
	case 10:
		return w.pick(times) + "，" + w.pick(surnames) + "老师第一次" + w.pick(verbs) + w.object() + "，" + w.pick(advs) + "觉得" + w.pick(idioms)
	case 11:
		return "所谓" + w.pick(idioms) + "，落到" + w.pick(nouns) + "上，就是" + w.pick(verbs) + w.object()
	case 12:
		return w.pick(people) + "的" + w.pick(nouns) + "里，藏着" + w.object() + "，也藏着" + w.object()
	}
	return "俗话说“" + w.pick(adages) + "”，" + w.pick(verbs) + w.object() + "同样如此"
}

func (w writer) sentence(bold bool) string {
	var b strings.Builder
	if w.chance(0.3) {
		b.WriteString(w.pick(links) + "，")
	}
	if bold {
		b.WriteString("**" + w.clause() + "**")
	} else {
		b.WriteString(w.clause())
	}
	if w.chance(0.25) {
		b.WriteString("；" + w.clause())
	}
	return b.String() + w.pick(stops)
}

// body writes paragraphs until they have target characters, at most some 300
// more. Longer essays have headings; most have bold text, many a quotation, a
// list or a link.
func (w writer) body(target int) string {
	var b strings.Builder
	length := 0
	add := func(text string) {
		b.WriteString(text)
		length += characters(text)
	}
	bold, headings, nextHeading := w.between(1, 4), 0, 2
	if target > 1000 {
		headings = w.between(2, 4)
	}
	list, quotation, link := w.chance(0.5), w.chance(0.6), w.chance(0.4)
	for paragraph := 0; length < target; paragraph++ {
		if headings > 0 && paragraph >= nextHeading {
			add("## " + w.pick(heads) + "\n\n")
			headings--
			nextHeading = paragraph + w.between(2, 4)
		}
		for range w.between(2, 5) {
			strong := bold > 0 && w.chance(0.2)
			if strong {
				bold--
			}
			add(w.sentence(strong))
			if length >= target {
				break
			}
		}
		if link && paragraph == 1 {
			add("相关情况可参见[" + w.pick(nouns) + "调查]")
			fmt.Fprintf(&b, "(https://example.org/news/%d)。", w.between(10000, 99999))
		}
		add("\n\n")
		if quotation && paragraph == 3 {
			add("> " + w.clause() + "。" + w.pick(adages) + "。\n\n")
		}
		if list && paragraph == 4 {
			for range w.between(3, 5) {
				add("- " + w.pick(verbs) + w.object() + "，" + w.pick(idioms) + "；\n")
			}
			add("\n")
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// characters counts what a reader sees of a text: no spaces, no marks of
// Markdown.
func characters(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.IsSpace(r) && !strings.ContainsRune("*#>-[]", r) {
			n++
		}
	}
	return n
}
