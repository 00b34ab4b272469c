package hunt

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"gohunt/hunt/intel/virustotal"
	"gohunt/hunt/ledger"
	"gohunt/hunt/values"
)

// VirusTotal is what VirusTotal knows about IP addresses. The key is that of APIKey, else hunt.Secret("virustotal"); At
// leads elsewhere ("lab:"), PerMinute changes the pace from the public quota of 4 questions a minute. Answers are kept
// for a day. Private addresses are never sent. Its columns: vt.harmless, vt.malicious, vt.suspicious, vt.undetected and
// vt.timeout (counts of engines), vt.reputation (votes, below zero is bad), vt.as_owner, vt.country (two letters),
// vt.network (CIDR), vt.analysed (UTC). All are null for an address that VirusTotal has never seen or was not asked
// about. When the quota ends, the answers so far stand and the frame says so.
func VirusTotal(opts ...Option) Enricher {
	s := apply("VirusTotal", opts, "APIKey", "At", "PerMinute")
	cfg := virustotal.Config{PerMinute: s.perMinute, Key: s.secret.Reveal()}
	called := "https://www.virustotal.com"
	if s.url != "" {
		where := service("VirusTotal", "virustotal", s.url)
		cfg.URL, called = where.URL, where.called
		if cfg.Key == "" {
			cfg.Key = where.Key
		}
		if where.ours { // a service of our own has no quota, and its answers end with it
			cfg.NoDisk = true
			cfg.PerMinute = orNoLimit(s.perMinute)
		}
	}
	if cfg.Key == "" {
		cfg.Key = Secret("virustotal").Reveal()
	}
	client, err := virustotal.New(cfg)
	raise("VirusTotal", s.url, err)
	return &reputation{client, called}
}

func orNoLimit(perMinute int) int {
	if perMinute == 0 {
		return -1
	}
	return perMinute
}

// reputation is VirusTotal as an Enricher.
type reputation struct {
	client *virustotal.Client
	called string
}

// String is the service without its key.
func (r *reputation) String() string { return "VirusTotal at " + r.called }

// MIME is the service as text/plain.
func (r *reputation) MIME() map[string]any { return Text(r.String()).MIME() }

// Lookup asks about one address. Raises an *Error for a private one, and for one that is none.
func (r *reputation) Lookup(address string) Row {
	report, err := r.client.Address(cell(), address)
	raise("VirusTotal", address, err)
	return reportRow(report)
}

func (r *reputation) columns() []arrow.Field {
	count := func(name string) arrow.Field {
		return arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Int64, Nullable: true}
	}
	text := func(name string) arrow.Field {
		return arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
	}
	return []arrow.Field{count("vt.harmless"), count("vt.malicious"), count("vt.suspicious"), count("vt.undetected"), count("vt.timeout"),
		count("vt.reputation"), text("vt.as_owner"), text("vt.country"), text("vt.network"),
		{Name: "vt.analysed", Type: values.Moment, Nullable: true}}
}

func (r *reputation) lookup(ctx context.Context, distinct []string) (known, error) {
	began := time.Now()
	w := survey{rows: map[string]Row{}, all: len(distinct)}
	line := meter("VirusTotal", "addresses", int64(len(distinct)))
	defer line.Done()
	for _, address := range distinct {
		report, err := r.client.Address(ctx, address)
		if stop, err := w.add(address, report, err); stop || err != nil {
			return w.known(r.called, began), err
		}
		line.Add(1)
	}
	return w.known(r.called, began), nil
}

// survey sorts the answers about many addresses.
type survey struct {
	rows    map[string]Row
	all     int
	private int
	wrong   []string // no addresses
	ended   bool     // the quota did
}

// add takes an answer; stop tells that there will be no more.
func (w *survey) add(address string, report virustotal.Report, err error) (stop bool, failed error) {
	_, noAddress := netip.ParseAddr(strings.TrimSpace(address))
	switch {
	case err == nil:
		w.rows[address] = reportRow(report)
	case errors.Is(err, virustotal.ErrPrivate):
		w.private++
	case errors.Is(err, virustotal.ErrQuota):
		w.ended = true
		return true, nil
	case noAddress != nil:
		w.wrong = append(w.wrong, address)
	default:
		return true, err
	}
	return false, nil
}

func (w *survey) known(source string, began time.Time) known {
	k := known{rows: w.rows, ledger: []ledger.Entry{{Source: source, Kind: "virustotal", Matched: -1, Fetched: int64(len(w.rows)), Took: time.Since(began)}}}
	say := func(n int, format string, args ...any) {
		if n > 0 {
			k.notes = append(k.notes, fmt.Sprintf(format, args...))
		}
	}
	say(w.private, "%d of %d addresses are not public and were not sent to VirusTotal", w.private, w.all)
	say(len(w.wrong), "%d of %d values are no IP addresses and were not looked up (first: %q)", len(w.wrong), w.all, first(w.wrong))
	if w.ended {
		say(1, "VirusTotal's quota ended after %d of %d addresses; the others are null, Refresh asks again", len(w.rows), w.all)
	}
	return k
}

// reportRow is a report by column; without columns for an address that VirusTotal has never seen.
func reportRow(r virustotal.Report) Row {
	if !r.Known {
		return Row{}
	}
	row := Row{"vt.harmless": int64(r.Harmless), "vt.malicious": int64(r.Malicious), "vt.suspicious": int64(r.Suspicious),
		"vt.undetected": int64(r.Undetected), "vt.timeout": int64(r.Timeout), "vt.reputation": int64(r.Reputation)}
	for name, text := range map[string]string{"vt.as_owner": r.ASOwner, "vt.country": r.Country, "vt.network": r.Network} {
		if text != "" {
			row[name] = text
		}
	}
	if !r.Analysed.IsZero() {
		row["vt.analysed"] = r.Analysed
	}
	return row
}

func first(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}
