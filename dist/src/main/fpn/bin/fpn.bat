@echo off
rem Starts fpn with the libraries of the folder that this lies in. What lib\launcher has for other systems, as far as cmd can.
setlocal
for %%I in ("%~dp0..") do set "FPN_ROOT=%%~fI"

set "FPN_JAVA="
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "FPN_JAVA=%JAVA_HOME%\bin\java.exe"
if not defined FPN_JAVA for %%I in (java.exe) do set "FPN_JAVA=%%~$PATH:I"
if defined FPN_JAVA goto found
echo fpn4j needs Java 17 or newer: JAVA_HOME names none, and there is none on the PATH 1>&2
exit /b 2
:found

rem The version stands in a file beside bin; Java's own link to itself has no such file, and then 17 is as good a guess.
set "FPN_VERSION=17"
for %%I in ("%FPN_JAVA%") do if exist "%%~dpI..\release" for /f "usebackq tokens=2 delims==." %%V in (`findstr /b JAVA_VERSION= "%%~dpI..\release"`) do set "FPN_VERSION=%%~V"
set "FPN_VERSION=%FPN_VERSION:"=%"
if %FPN_VERSION% GEQ 17 goto recent
echo %FPN_JAVA%: is Java %FPN_VERSION%; fpn4j needs Java 17 or newer, which JAVA_HOME can name 1>&2
exit /b 2
:recent

rem An eighth of the memory for Java's heap, five times as much for arrays; a quarter is left to the JVM, its code and the system.
set "FPN_OPTIONS=-XX:InitialRAMPercentage=0.5 -XX:MaxRAMPercentage=12.5 -XX:-ShrinkHeapInSteps -XX:+UseSerialGC"
if defined FPN_HEAP set "FPN_OPTIONS=%FPN_OPTIONS% -Xmx%FPN_HEAP%"
if not defined FPN_OFFHEAP set "FPN_OFFHEAP=500%%"
set "FPN_OPTIONS=%FPN_OPTIONS% -Dorg.bytedeco.javacpp.maxbytes=%FPN_OFFHEAP% -Dorg.bytedeco.javacpp.maxphysicalbytes=0"
set "FPN_OPTIONS=%FPN_OPTIONS% -Djava.awt.headless=true"
if %FPN_VERSION% GEQ 24 set "FPN_OPTIONS=%FPN_OPTIONS% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
for %%C in (help list config cost weights diff runs doctor generate-completion) do if "%~1"=="%%C" set "FPN_OPTIONS=%FPN_OPTIONS% -XX:TieredStopAtLevel=1"

if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"

set "FPN_LIBRARIES=%FPN_ROOT%\lib\*"
if defined FPN_CLASSPATH set "FPN_LIBRARIES=%FPN_LIBRARIES%;%FPN_CLASSPATH%"
"%FPN_JAVA%" %FPN_OPTIONS% "-Dfpn.root=%FPN_ROOT%" %FPN_JAVA_OPTS% -cp "%FPN_LIBRARIES%" org.fpn4j.experiments.cli.Main %*
