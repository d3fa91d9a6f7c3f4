package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// TestWords holds the words of all diagnostics of the program to one form: a
// message is what is wrong, without a full stop, because more may follow it on
// its line; a hint is a sentence or several that say what to do.
func TestWords(t *testing.T) {
	if len(diag.Kinds()) < 50 {
		t.Fatalf("only %d kinds: this package does not import all rooms any more", len(diag.Kinds()))
	}
	for _, k := range diag.Kinds() {
		for _, wrong := range mistakesOfWords(*k) {
			t.Errorf("%s: %s", k.Code, wrong)
		}
	}
}

// TestWordsTestCanFail shows every rule a kind that breaks it.
func TestWordsTestCanFail(t *testing.T) {
	good := func() diag.Kind {
		return diag.Kind{
			Code:    "good-kind",
			Message: i18n.Text{ZH: "没有“{name}”", EN: "no “{name}”"},
			Hint:    i18n.Text{ZH: "写{{end}}。", EN: "Write “结束”."},
		}
	}
	if wrong := mistakesOfWords(good()); len(wrong) > 0 {
		t.Errorf("good words are refused: %q", wrong)
	}
	for name, spoil := range map[string]func(*diag.Kind){
		"code":                func(k *diag.Kind) { k.Code = "BadKind" },
		"no Chinese":          func(k *diag.Kind) { k.Message.ZH = "" },
		"no English":          func(k *diag.Kind) { k.Message.EN = "" },
		"half a hint":         func(k *diag.Kind) { k.Hint.EN = "" },
		"placeholder":         func(k *diag.Kind) { k.Message.EN = "no “{nmae}”" },
		"hint's placeholder":  func(k *diag.Kind) { k.Hint.ZH = "写 {name}。" },
		"full stop":           func(k *diag.Kind) { k.Message.ZH += "。" },
		"period":              func(k *diag.Kind) { k.Message.EN += "." },
		"Han in English":      func(k *diag.Kind) { k.Message.EN += " 甲" },
		"Chinese hint's end":  func(k *diag.Kind) { k.Hint.ZH = "写" },
		"English hint's end":  func(k *diag.Kind) { k.Hint.EN = "Write it" },
		"half-width comma":    func(k *diag.Kind) { k.Message.ZH = "没有,“{name}”" },
		"English hint's case": func(k *diag.Kind) { k.Hint.EN = "write it." },
	} {
		k := good()
		spoil(&k)
		if len(mistakesOfWords(k)) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}

var (
	kebab       = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	placeholder = regexp.MustCompile(`\{+[a-z]+\}+`)
	inQuotes    = regexp.MustCompile(`“[^”]*”|"[^"]*"`)
	halfWidth   = regexp.MustCompile(`\p{Han}[,;:!?]|\p{Han}\.(\s|$)`)
)

func mistakesOfWords(k diag.Kind) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if !kebab.MatchString(k.Code) {
		complain("the code is not in kebab case")
	}
	if k.Message.ZH == "" || k.Message.EN == "" {
		complain("the message lacks a language")
	}
	if (k.Hint.ZH == "") != (k.Hint.EN == "") {
		complain("the hint lacks a language")
	}
	for _, text := range []i18n.Text{k.Message, k.Hint} {
		if zh, en := placeholders(text.ZH), placeholders(text.EN); !slices.Equal(zh, en) {
			complain("Chinese has the placeholders %v, English %v", zh, en)
		}
		if strings.ContainsFunc(inQuotes.ReplaceAllString(text.EN, ""), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			complain("the English holds Han outside of quotes: %s", text.EN)
		}
		if halfWidth.MatchString(inQuotes.ReplaceAllString(text.ZH, "")) {
			complain("the Chinese has half-width marks: %s", text.ZH)
		}
	}
	if strings.HasSuffix(k.Message.ZH, "。") || strings.HasSuffix(k.Message.EN, ".") {
		complain("the message ends with a full stop")
	}
	// A hint may end with a line to write, which a full stop would spoil.
	ends := func(s, stop string) bool { return strings.HasSuffix(s, stop) || strings.HasSuffix(s, "}") }
	if k.Hint.ZH != "" && !ends(k.Hint.ZH, "。") {
		complain("the Chinese hint does not end with a full stop: %s", k.Hint.ZH)
	}
	if k.Hint.EN != "" && (!ends(k.Hint.EN, ".") || unicode.IsLower([]rune(k.Hint.EN)[0])) {
		complain("the English hint is no sentence: %s", k.Hint.EN)
	}
	return wrong
}

// placeholders returns the {names} of a text, sorted; {{end}} is a template's.
func placeholders(s string) []string {
	var names []string
	for _, p := range placeholder.FindAllString(s, -1) {
		if !strings.HasPrefix(p, "{{") {
			names = append(names, p)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
