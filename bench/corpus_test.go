package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"luxi/internal/build"
	"luxi/internal/i18n"
)

const testSeed = 20260101

// testSites writes both sites of n essays.
func testSites(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	if err := writeSites(dir, newCorpus(testSeed), n); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The essays of a seed stay the same for ever: figures of one year can be
// compared with those of another. Who changes the generator sets these hashes
// anew, and all figures with them.
func TestCorpusIsTheSameEverywhere(t *testing.T) {
	dir := testSites(t, 20)
	for generator, want := range map[string]string{
		"luxi": "bbe88f5a2d81877b64fd816a25b4758a105e25b7ae11934361f97b8e6a0cc372",
		"hugo": "d5a1b0c2bdb5dd7676f0cf9d32ab39c15f7fd1538647048184bc6491de271c06",
	} {
		hash := sha256.New()
		content := filepath.Join(dir, generator, "content")
		err := eachFile(content, func(name string, _ os.FileInfo) error {
			text, err := os.ReadFile(filepath.Join(content, filepath.FromSlash(name)))
			if err != nil {
				return err
			}
			_, err = io.WriteString(hash, name+"\n"+string(text))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(hash.Sum(nil)); got != want {
			t.Errorf("the content for %s has the hash %s, want %s", generator, got, want)
		}
	}
}

func TestEssayDependsOnSeedAndNumberOnly(t *testing.T) {
	const n = 30
	forwards, backwards := newCorpus(testSeed), newCorpus(testSeed)
	essays := make([]essay, n)
	for i := range n {
		essays[i] = forwards.essay(i)
	}
	for i := n - 1; i >= 0; i-- {
		if got := backwards.essay(i); !reflect.DeepEqual(got, essays[i]) {
			t.Errorf("essay %d is\n%v\nand in another order\n%v", i, essays[i], got)
		}
	}
	if other := newCorpus(testSeed + 1).essay(0); other.body == essays[0].body {
		t.Error("another seed gives the same essay")
	}
}

// What luxi says of the column: no mistakes, and essays as long as essays are.
func TestCorpusIsAColumn(t *testing.T) {
	const n = 400
	root, err := os.OpenRoot(filepath.Join(testSites(t, n), "luxi"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	in, list, err := build.Content(root, build.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list.Records(i18n.English) {
		t.Errorf("%+v", d)
	}
	if len(in.Essays) != n {
		t.Fatalf("the column has %d essays, want %d", len(in.Essays), n)
	}
	contributors, regionsSeen, tagsSeen := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range in.Essays {
		if l := e.Body.Length; l < 600 || l > 2500 {
			t.Errorf("%s has %d characters", e.Path, l)
		}
		contributors[e.Authors[0].Name], regionsSeen[e.Region] = true, true
		for _, tag := range e.Tags {
			tagsSeen[tag] = true
		}
	}
	if len(contributors) < 120 || len(contributors) > 200 || len(regionsSeen) != 11 || len(tagsSeen) != 12 {
		t.Errorf("the column has %d contributors, %d regions and %d tags, want 200, 11 and 12",
			len(contributors), len(regionsSeen), len(tagsSeen))
	}
}

// An essay of the corpus has what an essay of a newspaper has.
func TestEssaysHaveForms(t *testing.T) {
	const n = 200
	c, with := newCorpus(testSeed), map[string]int{}
	forms := []string{"\n## ", "**", "\n> ", "\n- ", "](https://"}
	for i := range n {
		for _, form := range forms {
			if strings.Contains(c.essay(i).body, form) {
				with[form]++
			}
		}
	}
	for _, form := range forms {
		if with[form] < n/5 || with[form] > n*19/20 && form != "**" {
			t.Errorf("%d essays of %d have %q", with[form], n, form)
		}
	}
}
