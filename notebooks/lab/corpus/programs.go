package corpus

import (
	"slices"
	"strings"

	"gohunt/notebooks/lab/index"
)

// program is an executable: its name, its folder, and who signed it.
type program struct {
	name, folder, signer string
	identity             []index.Leaf
}

const (
	microsoft = "Microsoft Windows"
	system32d = `C:\Windows\System32\`
)

func (p program) path() string { return p.folder + p.name }

// identify are the fields that tell one binary from another.
func (p program) identify() []index.Leaf {
	l := []index.Leaf{
		value("process.hash.md5", digest(p.path()+" md5", 16)), value("process.hash.sha1", digest(p.path()+" sha1", 20)),
		value("process.hash.sha256", digest(p.path(), 32)), value("process.pe.original_file_name", p.name),
	}
	if p.signer == "" {
		return append(l, value("process.code_signature.exists", false))
	}
	return append(l, value("process.code_signature.exists", true), value("process.code_signature.status", "trusted"),
		value("process.code_signature.subject_name", p.signer), value("process.code_signature.trusted", true))
}

var programs = byName([][3]string{
	{"powershell.exe", system32d + `WindowsPowerShell\v1.0\`, microsoft},
	{"CompatTelRunner.exe", system32d, microsoft}, {"RuntimeBroker.exe", system32d, microsoft},
	{"mshta.exe", system32d, microsoft}, {"cmd.exe", system32d, microsoft}, {"svchost.exe", system32d, microsoft},
	{"services.exe", system32d, microsoft}, {"conhost.exe", system32d, microsoft}, {"taskhostw.exe", system32d, microsoft},
	{"userinit.exe", system32d, microsoft}, {"wininit.exe", system32d, microsoft}, {"lsass.exe", system32d, microsoft},
	{"SearchProtocolHost.exe", system32d, microsoft}, {"SearchIndexer.exe", system32d, microsoft}, {"dllhost.exe", system32d, microsoft},
	{"backgroundTaskHost.exe", system32d, microsoft}, {"ipconfig.exe", system32d, microsoft}, {"whoami.exe", system32d, microsoft},
	{"powershell_ise.exe", system32d + `WindowsPowerShell\v1.0\`, microsoft}, {"WmiPrvSE.exe", system32d + `wbem\`, microsoft},
	{"explorer.exe", `C:\Windows\`, microsoft}, {"notepad.exe", system32d, microsoft},
	{"pwsh.exe", `C:\Program Files\PowerShell\7\`, "Microsoft Corporation"},
	{"npcap.exe", `C:\Users\stushar\Downloads\`, "Insecure.Com LLC"},
	{"java.exe", `C:\Program Files\Java\jdk-11.0.16\bin\`, "Oracle America, Inc."},
	{"Code.exe", `C:\Users\Leolabs-win\AppData\Local\Programs\Microsoft VS Code\`, "Microsoft Corporation"},
	{"chrome.exe", `C:\Program Files\Google\Chrome\Application\`, "Google LLC"},
	{"msedge.exe", `C:\Program Files (x86)\Microsoft\Edge\Application\`, "Microsoft Corporation"},
	{"OUTLOOK.EXE", `C:\Program Files\Microsoft Office\root\Office16\`, "Microsoft Corporation"},
	{"EXCEL.EXE", `C:\Program Files\Microsoft Office\root\Office16\`, "Microsoft Corporation"},
	{"WINWORD.EXE", `C:\Program Files\Microsoft Office\root\Office16\`, "Microsoft Corporation"},
	{"Teams.exe", `C:\Program Files\WindowsApps\MSTeams\`, "Microsoft Corporation"},
	{"OneDrive.exe", `C:\Program Files\Microsoft OneDrive\`, "Microsoft Corporation"},
	{"git.exe", `C:\Program Files\Git\cmd\`, "Johannes Schindelin"},
	{"MsMpEng.exe", `C:\ProgramData\Microsoft\Windows Defender\Platform\4.18.2210.6-0\`, "Microsoft Windows Publisher"},
	{"backup-agent.exe", `C:\Program Files\Harbor Backup\`, "Harbor Backup GmbH"},
	{"httpd.exe", `C:\Apache24\bin\`, ""},
})

func byName(all [][3]string) map[string]program {
	m := make(map[string]program, len(all))
	for _, a := range all {
		m[a[0]] = program{name: a[0], folder: a[1], signer: a[2]}.known()
	}
	return m
}

// known returns the program with its identity worked out.
func (p program) known() program {
	p.identity = p.identify()
	return p
}

// habit is something that a machine does again and again: a program, who starts it, and where it calls.
type habit struct {
	program, parent string
	arguments       string   // %d is a number that differs from run to run
	system          bool     // run by SYSTEM
	weight          int      // how often, against the others
	calls           []string // names of services that it connects to
}

// office are the habits of a person at a workstation; they follow the day.
var office = []habit{
	{"chrome.exe", "explorer.exe", ``, false, 9, []string{"www.google.com", "github.com", "www.cloudflare.com", "news.ycombinator.com"}},
	{"chrome.exe", "chrome.exe", `--type=renderer --lang=en-US --device-scale-factor=1 --renderer-client-id=%d`, false, 14, []string{"www.google.com", "fonts.gstatic.com"}},
	{"msedge.exe", "explorer.exe", `--profile-directory=Default`, false, 3, []string{"www.bing.com"}},
	{"OUTLOOK.EXE", "explorer.exe", ``, false, 6, []string{"outlook.office365.com"}},
	{"Teams.exe", "explorer.exe", `--type=utility --process-id=%d`, false, 6, []string{"teams.microsoft.com"}},
	{"EXCEL.EXE", "explorer.exe", `"\\SRV-FILE-01\finance\forecast-%d.xlsx"`, false, 4, nil},
	{"WINWORD.EXE", "OUTLOOK.EXE", `/n "C:\Users\Public\Documents\draft-%d.docx"`, false, 3, nil},
	{"OneDrive.exe", "explorer.exe", `/background`, false, 3, []string{"onedrive.live.com"}},
	{"notepad.exe", "explorer.exe", `C:\Users\Public\notes-%d.txt`, false, 2, nil},
	{"cmd.exe", "explorer.exe", ``, false, 2, nil},
	{"conhost.exe", "cmd.exe", `0xffffffff -ForceV1`, false, 2, nil},
	{"ipconfig.exe", "cmd.exe", `/all`, false, 1, nil},
	{"whoami.exe", "cmd.exe", ``, false, 1, nil},
	{"pwsh.exe", "explorer.exe", `-NoLogo`, false, 2, []string{"www.powershellgallery.com"}},
	{"powershell_ise.exe", "explorer.exe", ``, false, 1, nil},
	{"git.exe", "Code.exe", `fetch --depth=%d`, false, 2, []string{"github.com"}},
}

// machine are the habits of Windows itself, day and night.
var machine = []habit{
	{"svchost.exe", "services.exe", `-k netsvcs -p -s Schedule`, true, 6, nil},
	{"svchost.exe", "services.exe", `-k NetworkService -p -s Dnscache`, true, 4, nil},
	{"svchost.exe", "services.exe", `-k netsvcs -p -s wuauserv`, true, 3, []string{"windowsupdate.microsoft.com"}},
	{"RuntimeBroker.exe", "svchost.exe", `-Embedding`, false, 4, nil},
	{"taskhostw.exe", "svchost.exe", `{222A245B-E637-4AE9-A93F-A59CA119A75E}`, true, 3, nil},
	{"SearchProtocolHost.exe", "SearchIndexer.exe", `Global\UsGthrFltPipeMssGthrPipe%d_ Global\UsGthrCtrlFltPipeMssGthrPipe%d`, true, 3, nil},
	{"backgroundTaskHost.exe", "svchost.exe", `-ServerName:App.AppXe%d.mca`, false, 3, nil},
	{"dllhost.exe", "svchost.exe", `/Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}`, true, 2, nil},
	{"WmiPrvSE.exe", "svchost.exe", `-secured -Embedding`, true, 2, nil},
	{"MsMpEng.exe", "services.exe", ``, true, 2, []string{"wdcp.microsoft.com"}},
	{"CompatTelRunner.exe", "svchost.exe", `-m:aeinv.dll -f:UpdateSoftwareInventoryW invsvc`, true, 1, []string{"settings-win.data.microsoft.com"}},
}

// serverHabits are what the servers do beside Windows.
var serverHabits = []habit{
	{"backup-agent.exe", "services.exe", `--job nightly --session %d`, true, 3, nil},
	{"httpd.exe", "services.exe", `-k runservice`, true, 2, nil},
	{"lsass.exe", "wininit.exe", ``, true, 2, nil},
}

// services are the addresses that names of the background resolve to.
var services = map[string][]string{
	"www.google.com": {"142.250.185.68", "142.250.186.132"}, "fonts.gstatic.com": {"142.250.184.195"}, "github.com": {"140.82.121.3", "140.82.121.4"},
	"www.cloudflare.com": {"104.16.124.96", "104.16.123.96"}, "news.ycombinator.com": {"209.216.230.240"}, "www.bing.com": {"204.79.197.200", "13.107.21.200"},
	"outlook.office365.com": {"52.97.201.242", "40.101.12.98"}, "teams.microsoft.com": {"52.113.194.132"}, "onedrive.live.com": {"13.107.42.13"},
	"www.powershellgallery.com": {"20.43.132.130"}, "windowsupdate.microsoft.com": {"20.109.209.108"}, "wdcp.microsoft.com": {"20.190.151.131"},
	"settings-win.data.microsoft.com": {"51.104.136.2"},
}

func (h habit) command(p program, number func() int) string {
	c := `"` + p.path() + `"`
	if h.system {
		c = p.path()
	}
	a := h.arguments
	for strings.Contains(a, "%d") {
		a = strings.Replace(a, "%d", itoa(number()), 1)
	}
	return strings.TrimSpace(c + " " + a)
}

// Addresses returns the public addresses that the background connects to.
func Addresses() []string {
	var all []string
	for _, a := range services {
		all = append(all, a...)
	}
	slices.Sort(all)
	return all
}
