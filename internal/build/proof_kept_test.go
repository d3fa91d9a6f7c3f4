package build

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"luxi/internal/golden"
)

// proofColumn is the model column with mistakes of many kinds.
func proofColumn(t *testing.T) string {
	t.Helper()
	files := model(t)
	cut := "成绩靠后的县市区，成效还不明显，要正视差距。观摩的目的不\n\n是排名、分高低。\n\n"
	same := "这一段文字在两篇文章里完全一样，用来比较两篇文章是不是同一篇。\n"
	for _, name := range []string{"one", "two"} {
		files["content/essays/2022/"+name+".md"] = "+++\ntitle = \"增长5％, 再再加快\"\ndate = 2022-08-01\nproof_ignore = [\"dash\"]\n" +
			"[[authors]]\nname = \"王明\"\nposition = \"" + name + "\"\n+++\n不用再再掏, 腰包--4千人。\n\n" + cut + same + "\n" + same
	}
	dir := t.TempDir()
	write(t, dir, files)
	return dir
}

func proofOf(t *testing.T, dir string, keep bool) ProofResult {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	result, err := Proof(root, keep)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// A run that finds what was kept says the same as one that reads all, mends and
// scores included, and a run that may keep nothing writes nothing.
func TestKeptFindings(t *testing.T) {
	dir := proofColumn(t)
	want := proofOf(t, dir, false)
	if _, err := os.Stat(filepath.Join(dir, stateDir)); err == nil {
		t.Fatal("a run that may keep nothing wrote " + stateDir)
	}
	if told := golden.Print(want.Told()); !strings.Contains(told, "proof-essay-twice") || !strings.Contains(told, "proof-ocr-join") {
		t.Fatalf("the column has not the mistakes that it should have:\n%s", told)
	}
	for _, f := range want.Files {
		if read := want.Reader.Examine(f.Text); !reflect.DeepEqual(f.Reading, read) {
			t.Errorf("%s: kept\n%v\nand read\n%v", f.File.Path, f.Reading, read)
		}
	}
	first := proofOf(t, dir, true)
	file := filepath.Join(dir, filepath.FromSlash(proofName))
	kept, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	second := proofOf(t, dir, true)
	for name, got := range map[string]ProofResult{"first": first, "second": second} {
		if !reflect.DeepEqual(got.Files, want.Files) {
			t.Errorf("%s: the findings differ", name)
		}
		if golden.Print(got.Told()) != golden.Print(want.Told()) {
			t.Errorf("%s: told\n%s\nwant\n%s", name, golden.Print(got.Told()), golden.Print(want.Told()))
		}
	}
	if again, err := os.Stat(file); err != nil || !os.SameFile(again, kept) {
		t.Error("a run that found nothing new wrote the file anew")
	}
}

// What is kept is used for the same file, settings and list only, and a file of
// it that is damaged is not used.
func TestKeptFindingsAreNotStale(t *testing.T) {
	dir := proofColumn(t)
	essay := "content/essays/2022/one.md"
	toml, err := os.ReadFile(filepath.Join(dir, "site.toml"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(essay)))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, filepath.FromSlash(proofName))
	for _, edit := range []map[string]string{
		{},
		{"site.toml": string(toml) + "\n[proof.rules]\ndup-func = \"error\"\n"},
		{"site.toml": string(toml) + "\n[proof.rules]\ndup-func = \"off\"\n"},
		{"proof/terms.toml": "[[terms]]\nwrong = \"腰包\"\nright = \"钱包\"\n"},
		{essay: strings.Replace(string(text), "再再掏", "再掏", 1)},
		{proofName: "luxi-cache 1\n"},
	} {
		write(t, dir, edit)
		kept, _ := os.ReadFile(file) // none at first
		os.Remove(file)
		want := golden.Print(proofOf(t, dir, false).Told())
		if len(kept) > 0 {
			write(t, dir, map[string]string{proofName: string(kept)})
		}
		if got := golden.Print(proofOf(t, dir, true).Told()); got != want {
			t.Errorf("after %v: told\n%s\nwant\n%s", edit, got, want)
		}
	}
}
