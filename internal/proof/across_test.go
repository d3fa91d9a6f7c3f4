package proof

import (
	"fmt"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// TestAcross shows what essays say against each other, by the code of each finding.
func TestAcross(t *testing.T) {
	place := func(key ...any) diag.Range { return diag.Range{File: fmt.Sprint(key...)} }
	essay := func(path, title, subtitle string, authors ...Person) Essay {
		return Essay{Path: path, Title: title, Subtitle: subtitle, Date: "2022-08-01", Authors: authors, Place: place}
	}
	li := func(position string) Person { return Person{Name: "李明", ID: "李明", Position: position} }
	silent := essay("b.md", "甲", "")
	silent.Ignore = []string{"proof-title-twice"}
	for _, tt := range []struct {
		name   string
		essays []Essay
		want   string
	}{
		{"two positions", []Essay{essay("a.md", "甲", "", li("县长")), essay("b.md", "乙", "", li("县委书记"))}, "proof-name-post"},
		{"one essay names no position", []Essay{essay("a.md", "甲", "", li("")), essay("b.md", "乙", "", li("县长")), essay("c.md", "丙", "", li("县委书记"))}, "proof-name-post"},
		{"one position", []Essay{essay("a.md", "甲", "", li("县长")), essay("b.md", "乙", "", li("县长"))}, ""},
		{"one title", []Essay{essay("a.md", "甲", ""), essay("b.md", "甲", "")}, "proof-title-twice"},
		{"a series", []Essay{essay("a.md", "甲", "之一"), essay("b.md", "甲", "之二")}, ""},
		{"silenced", []Essay{essay("a.md", "甲", ""), silent}, ""},
	} {
		var got []string
		for _, d := range columnReader(t).Across(tt.essays, nil) {
			got = append(got, d.Code)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
		}
	}
}
