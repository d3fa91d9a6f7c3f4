package names

func ByStrokes(a, b string) int { return 0 }
func ByPinyin(a, b string) int  { return 0 }
