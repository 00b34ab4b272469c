package hunt_test

import (
	"fmt"
	"os"
	"strings"

	"gohunt/hunt"
)

// The lab is a stack of servers that starts by itself; with a cluster of your own, give its URL and
// hunt.Auth("elastic", hunt.Secret("elastic")).
func Example() {
	es := hunt.Elastic("lab:")
	powershell := es.Search("logs-endpoint.events*", "process.name:powershell.exe", hunt.Last("120d"))
	odd := powershell.Where("process.parent.name = ?", "mshta.exe")
	fmt.Println(odd.Decode("process.command_line").Distinct("decoded.encoding").Strings("decoded.encoding"))
	// Output: [base64/utf-16le]
}

func ExampleElastic() {
	os.Setenv("GOHUNT_SECRET_ELASTIC", "changeme")
	es := hunt.Elastic("https://127.0.0.1:9200", hunt.Auth("elastic", hunt.Secret("elastic")), hunt.Unverified())
	fmt.Println(es)
	// Output: Elasticsearch at https://127.0.0.1:9200
}

func ExampleSource_Search() {
	f := hunt.Elastic("lab:").Search("logs-endpoint.events*", "process.parent.name:mshta.exe", hunt.Last("120d"))
	fmt.Println(f.Len(), f.First().Str("process.name"))
	// Output: 4 powershell.exe
}

func ExampleSource_SQL() {
	f := hunt.Elastic("lab:").SQL(`SELECT process.parent.name, COUNT(*) AS n FROM "logs-endpoint.events*"
		WHERE process.name = ? AND process.parent.name LIKE ? GROUP BY process.parent.name`, "powershell.exe", "msh%")
	fmt.Println(f)
	// Output:
	// process.parent.name  n
	// ───────────────────  ─
	// mshta.exe            4
	// 1 row · 2 columns
	// from sql lab: · SELECT process.parent.name, COUNT(*) AS n FROM "logs-endpoint.events*" WHERE process.name = ? AND p… · 1 row · 1 page
}

func ExampleLast() {
	f := hunt.Elastic("lab:").Search("logs-endpoint.events*", "process.name:powershell.exe", hunt.Last("120d"))
	fmt.Println(windowOf(f))
	// Output: window [2022-08-03T12:00:00Z, 2022-12-01T12:00:00Z)
}

func ExampleDays() {
	f := hunt.Elastic("lab:").Search("logs-endpoint.events*", "process.name:powershell.exe", hunt.Days(120))
	fmt.Println(windowOf(f))
	// Output: window [2022-08-03T00:00:00Z, 2022-12-01T00:00:00Z)
}

func ExampleBetween() {
	f := hunt.Elastic("lab:").Search("logs-endpoint.events*", "process.name:powershell.exe", hunt.Between("2022-09-01", "2022-09-02 12:00"))
	fmt.Println(windowOf(f))
	// Output: window [2022-09-01T00:00:00Z, 2022-09-02T12:00:00Z)
}

// windowOf is what the ledger says about the window.
func windowOf(f *hunt.Frame) string {
	text := fmt.Sprint(f.Explain())
	text = text[strings.Index(text, "window"):]
	return text[:strings.Index(text, ")")+1]
}

func ExampleLists() {
	f := hunt.Elastic("lab:").Search("logs-endpoint.events*", "process.parent.name:mshta.exe", hunt.Lists("process.args"))
	fmt.Println(f.Len())
	// Output: 4
}

func ExampleRegister() {
	hunt.Register("soc", func(role string) (hunt.Service, error) {
		return hunt.Service{URL: "https://" + role + ".soc.example"}, nil
	})
	fmt.Println(hunt.Elastic("soc:"))
	// Output: Elasticsearch at soc:
}

func ExampleSecret() {
	os.Setenv("GOHUNT_SECRET_API_TOKEN", "s3cr3t-token")
	token := hunt.Secret("api token")
	fmt.Println(token, len(token.Reveal()))
	// Output: •••• 12
}

func ExampleAPIKey() {
	os.Setenv("GOHUNT_SECRET_ES_KEY", "bm90IGEga2V5")
	fmt.Println(hunt.Elastic("https://127.0.0.1:9200", hunt.APIKey(hunt.Secret("es key"))))
	// Output: Elasticsearch at https://127.0.0.1:9200
}

func ExampleVirusTotal() {
	vt := hunt.VirusTotal(hunt.At("lab:"))
	row := vt.Lookup("58.158.177.102")
	fmt.Println(row.Int("vt.malicious"), "of", row.Int("vt.malicious")+row.Int("vt.harmless")+row.Int("vt.undetected"))
	// Output: 14 of 96
}

func ExamplePerMinute() {
	fmt.Println(hunt.VirusTotal(hunt.At("lab:"), hunt.PerMinute(600)))
	// Output: VirusTotal at lab:
}

func ExampleFrame_Enrich() {
	talkers := hunt.From([]hunt.Row{{"destination.ip": "58.158.177.102"}, {"destination.ip": "192.168.1.1"}})
	fmt.Println(talkers.Enrich("destination.ip", hunt.VirusTotal(hunt.At("lab:"))).Where("vt.malicious > 5").Strings("destination.ip"))
	// Output: [58.158.177.102]
}

// portNames is an Enricher of one's own.
type portNames map[string]string

func (p portNames) Lookup(port string) hunt.Row { return hunt.Row{"service": p[port]} }

func ExampleEnricher() {
	flows := hunt.From([]hunt.Row{{"destination.port": 80}, {"destination.port": 443}})
	fmt.Println(flows.Enrich("destination.port", portNames{"80": "http", "443": "https"}))
	// Output:
	// destination.port  service
	// ────────────────  ───────
	//               80  http
	//              443  https
	// 2 rows · 2 columns
}

func ExampleFrame_Bar() {
	chart := starts().GroupBy("@timestamp::DATE AS day", "process.name").Count().
		Bar("day", "n").Color("process.name").Title("Starts per day").Legend(false)
	fmt.Println(len(chart.MIME()))
	// Output: 4
}

func ExampleTracker_Push() {
	hive := hunt.TheHive("lab:")
	finding := hunt.Case{Ref: "example", Title: "Hunt: mshta starts PowerShell", TLP: hunt.Amber, Severity: hunt.High,
		Observables: []hunt.Observable{hunt.Observed("ip", "58.158.177.102").IOC().TLP(hunt.Green).Tag("c2").Note("first seen in DNS")}}
	first := hive.Push(finding)
	again := hive.Push(finding)
	fmt.Println(first.ID == again.ID, again.Created)
	fmt.Println(again.Observables())
	// Output:
	// true false
	// kind  value           ioc   tlp    outcome
	// ────  ──────────────  ────  ─────  ─────────────
	// ip    58.158.177.102  true  green  there already
	// 1 row · 5 columns
}

func ExampleTracker_DryRun() {
	finding := hunt.Case{Ref: "never pushed", Title: "Hunt: DNS tunnels", Observables: []hunt.Observable{hunt.Others("many TXT answers")}}
	fmt.Println(hunt.TheHive("lab:").DryRun().Push(finding))
	// Output: dry run: the case "Hunt: DNS tunnels" would be opened
}

func ExampleTheHive() {
	fmt.Println(hunt.TheHive("lab:"))
	// Output: TheHive at lab:
}

func ExampleIPs() {
	flows := hunt.From([]hunt.Row{{"destination.ip": "8.8.8.8"}, {"destination.ip": nil}, {"destination.ip": "8.8.8.8"}})
	fmt.Println(hunt.IPs(flows, "destination.ip").IOC())
	// Output: ip 8.8.8.8 (IOC)
}

func ExampleOthers() {
	fmt.Println(hunt.Others("beacons every 60 s"))
	// Output: other beacons every 60 s
}

func ExampleTLP() {
	fmt.Println(hunt.Clear, hunt.Green, hunt.Amber, hunt.Red)
	// Output: white green amber red
}

func ExampleSeverity() {
	fmt.Println(hunt.Low, hunt.Medium, hunt.High, hunt.Critical)
	// Output: low medium high critical
}

func ExampleMarkdown() {
	fmt.Println(hunt.Markdown("**4** hosts").MIME()["text/markdown"])
	// Output: **4** hosts
}

func ExampleHTML() {
	fmt.Println(hunt.HTML("<b>4</b> hosts"))
	// Output: 4  hosts
}

func ExampleProgress() {
	line := hunt.Progress("hosts", 8)
	line.Add(4)
	fmt.Println(line)
	line.Done()
	// Output: hosts: ████████████░░░░░░░░░░░░ 4 of 8
}

func ExampleText() {
	fmt.Println(hunt.Text("as it is"))
	// Output: as it is
}

func ExampleAuth() {
	os.Setenv("GOHUNT_SECRET_ELASTIC", "changeme")
	fmt.Println(hunt.Elastic("https://es.example:9200", hunt.Auth("elastic", hunt.Secret("elastic"))))
	// Output: Elasticsearch at https://es.example:9200
}

func ExampleUnverified() {
	fmt.Println(hunt.Elastic("https://10.0.0.5:9200", hunt.Unverified()))
	// Output: Elasticsearch at https://10.0.0.5:9200
}

func ExampleAt() {
	fmt.Println(hunt.VirusTotal(hunt.At("lab:")))
	// Output: VirusTotal at lab:
}

func ExampleCredential() {
	os.Setenv("GOHUNT_SECRET_TOKEN", "s3cr3t")
	fmt.Printf("%v %#v %q\n", hunt.Secret("token"), hunt.Secret("token"), hunt.Secret("token"))
	// Output: •••• •••• ••••
}

func ExampleChart() {
	chart := starts().Stack("process.name").Bar("process.name", "n").XLabels(true).YLabels(false).Title("Starts")
	fmt.Println(strings.HasPrefix(chart.SVG(), "<"), chart.MIME()["text/html"])
	// Output: true <nil>
}

func ExampleObserved() {
	fmt.Println(hunt.Observed("domain", "example.org", "example.net").TLP(hunt.White).Tag("phishing"))
	// Output: domain example.org, example.net
}

func ExampleObservable_Note() {
	fmt.Println(hunt.Others("beacons every 60 s").Note("seen on two hosts").IOC())
	// Output: other beacons every 60 s (IOC)
}

func ExamplePushed() {
	p := hunt.TheHive("lab:").DryRun().Push(hunt.Case{Ref: "never", Title: "Hunt", Observables: []hunt.Observable{hunt.Others("a", "b")}})
	fmt.Println(p.DryRun, p.Created, p.Observables().Strings("value"))
	// Output: true true [a b]
}

func ExampleDocument() {
	fmt.Println(hunt.Markdown("## Finding").MIME())
	// Output: map[text/markdown:## Finding text/plain:## Finding]
}

// In a notebook this is shown at once; a compiled program has standard error for it.
func ExampleShow() {
	hunt.Show(hunt.Text("shown in the middle of a cell"))
	fmt.Println("done")
	// Output: done
}

func ExampleMeter() {
	line := hunt.Progress("pages", 0)
	line.Add(3)
	fmt.Println(line)
	// Output: pages: 3
}

func ExampleRow() {
	row := hunt.Row{"process.name": "cmd.exe", "pid": 7, "score": 0.5}
	fmt.Println(row.Str("process.name"), row.Int("pid"), row.Float("score"), row.Str("nothing") == "")
	// Output: cmd.exe 7 0.5 true
}

func ExampleService() {
	hunt.Register("soc", func(role string) (hunt.Service, error) {
		return hunt.Service{URL: "https://hive.soc.example", Key: os.Getenv("HIVE_KEY") + "key"}, nil
	})
	fmt.Println(hunt.TheHive("soc:"))
	// Output: TheHive at soc:
}
