package i18n

import "golang.org/x/sys/windows"

// systemLocale returns the first display language of the user, such as
// "zh-CN", or "" if Windows does not tell.
func systemLocale() string {
	langs, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(langs) == 0 {
		return ""
	}
	return langs[0]
}
