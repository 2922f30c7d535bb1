package org.fpn4j.engine.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fpn4j.engine.device.CudaDevice.Capability;

/**
 * The NVIDIA devices of this machine.
 *
 * @param devices in the driver's order; may be empty
 * @param reason why there is none, or what could not be read; empty where nothing is to be said
 */
public record CudaDevices(List<CudaDevice> devices, String reason) {
    private static final List<String> COMMAND =
            List.of("nvidia-smi", "--query-gpu=name,compute_cap,driver_version", "--format=csv,noheader");
    private static final Pattern LINE =
            Pattern.compile("\\s*(.+?)\\s*,\\s*(\\d{1,3})\\.(\\d{1,3})\\s*,\\s*([^,\\s]+)\\s*");
    private static final int SECONDS = 20; // a driver that is not kept loaded takes a few

    public CudaDevices {
        devices = List.copyOf(devices);
    }

    /** Asks the driver's own command; loads nothing into this process. */
    public static CudaDevices find() {
        return ask(COMMAND, SECONDS);
    }

    static CudaDevices ask(List<String> command, int seconds) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new CudaDevices(List.of(), "no command " + command.get(0) + ", which every NVIDIA driver brings");
        }
        try (InputStream stream = process.getInputStream()) {
            process.getOutputStream().close();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new CudaDevices(List.of(), command.get(0) + " gave no answer within " + seconds + " s");
            }
            // a few lines, far below what a pipe holds
            return parse(process.exitValue(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new CudaDevices(List.of(), command.get(0) + " cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new CudaDevices(List.of(), "interrupted while " + command.get(0) + " ran");
        }
    }

    /** Reads what nvidia-smi printed. Lines that are no device are told, not passed over. */
    static CudaDevices parse(int exitCode, String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        if (exitCode != 0) {
            String said = lines.isEmpty() ? "nothing" : lines.get(0).trim();
            return new CudaDevices(List.of(), "nvidia-smi failed with exit code " + exitCode + " and said: " + said);
        }
        List<CudaDevice> devices = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String line : lines) {
            device(line).ifPresentOrElse(devices::add, () -> others.add(line.trim()));
        }
        if (!others.isEmpty()) {
            return new CudaDevices(
                    devices, "nvidia-smi said what is no name, compute capability and driver: " + others.get(0));
        }
        return new CudaDevices(devices, devices.isEmpty() ? "nvidia-smi lists no device" : "");
    }

    private static Optional<CudaDevice> device(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Capability capability = new Capability(Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
        return Optional.of(new CudaDevice(matcher.group(1), capability, matcher.group(4)));
    }
}
