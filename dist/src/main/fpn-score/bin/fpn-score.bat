@echo off
rem Starts fpn-score with the libraries of the folder that this lies in.
setlocal
for %%I in ("%~dp0..") do set "FPN_ROOT=%%~fI"

set "FPN_JAVA="
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "FPN_JAVA=%JAVA_HOME%\bin\java.exe"
if not defined FPN_JAVA for %%I in (java.exe) do set "FPN_JAVA=%%~$PATH:I"
if defined FPN_JAVA goto found
echo fpn4j needs Java 17 or newer: JAVA_HOME names none, and there is none on the PATH 1>&2
exit /b 2
:found

rem Half of the memory for Java's heap: there are no arrays beside it.
set "FPN_OPTIONS=-XX:InitialRAMPercentage=0.5 -XX:MaxRAMPercentage=50 -XX:-ShrinkHeapInSteps -XX:+UseSerialGC -Djava.awt.headless=true"
if defined FPN_HEAP set "FPN_OPTIONS=%FPN_OPTIONS% -Xmx%FPN_HEAP%"

set "FPN_LIBRARIES=%FPN_ROOT%\lib\*"
if defined FPN_CLASSPATH set "FPN_LIBRARIES=%FPN_LIBRARIES%;%FPN_CLASSPATH%"
"%FPN_JAVA%" %FPN_OPTIONS% "-Dfpn.root=%FPN_ROOT%" %FPN_JAVA_OPTS% -cp "%FPN_LIBRARIES%" org.fpn4j.experiments.cli.ScoreMain %*
