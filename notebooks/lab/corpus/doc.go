// Package corpus makes the documents that the lab's Elasticsearch holds: the events that the talk "Exploratory
// Threat Analytics using Jupyter Notebooks" (Jupyterthon 2022) printed, amid a background of other hosts,
// users and programs, in the shape of Elastic Defend's events (ECS). Nothing is random but by a seed.
//
// Nothing comes before it; index takes its documents in. What the talk left open was decided so:
//
//   - The talk's two tables of PowerShell processes disagree: 183 events by parent in 120 days, 166 by day
//     in 90 days. The 18 that only the first has (14 of CompatTelRunner, one of each encoded command, two of
//     prunsrv) are in August 2022, inside its window and before the other's. One bare System32 start of
//     2022-09-25 that only the second has is an event of the data set endpoint.events.file, which the first
//     does not read.
//   - The 90 days are those of the talk's own day, 2022-11-30, and begin on 2022-09-01. Read with the
//     clock at 2022-12-01, TODAY() - INTERVAL 90 DAY begins a day later and misses the four events of that day;
//     INTERVAL 91 DAY has them.
//   - Command lines printed to 200 characters only are whole in the other table, but prunsrv's, which goes on here in
//     words of our own. The dotnet-install line is kept as printed, without a closing quote. Blanks
//     at the ends of command lines are kept.
//   - Both tables share 121 characters of each encoded command; the "x" form is the one whose path is in capitals.
//   - An event has a parent but where the talk printed nan. Even counts of a day are pairs of start and end.
//   - The 1,000 connections printed were one page of a result whose cursor nobody followed. Here are 2,417,
//     of which the first five rows are the printed ones, in their order.
//   - Names in paths are as printed; hosts, domains and all other users are invented.
//
// The background has powershell.exe before 2022-08-01 only, so that it stands in nobody's way; pwsh.exe and
// powershell_ise.exe are always there, for whoever searches with a wildcard too many.
package corpus
