//go:build !windows

package i18n

// systemLocale returns "": here the environment is where a locale is set.
func systemLocale() string { return "" }
