package serve

import (
	"os"
	"testing"

	"luxi/internal/browser"
)

func TestMain(m *testing.M) { os.Exit(browser.Main(m)) }
