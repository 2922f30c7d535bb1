package org.fpn4j.interop.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.InsufficientMemoryException;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * The tensors of a file of {@code torch.save}: of a state dict, or of whatever a training keeps around one. The file is
 * untrusted: nothing that its pickle names is called or looked up ({@link Pickle}), storages must be as long as they say, and
 * nothing is unpacked that the file does not hold byte by byte.
 *
 * @param weights floating-point tensors, rounded to {@code float32}, in the file's order; the names of tensors within
 *     dictionaries are joined by dots
 * @param others what stands beside them and is no weight, and what it is: {@code whole numbers}, {@code a value of [...]}
 */
public record TorchFile(Weights weights, Map<String, String> others) {
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    public TorchFile {
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /**
     * Reads a file.
     *
     * @throws UserInputException where it is none of {@code torch.save}, is cut short, or holds no tensor
     */
    public static TorchFile read(Path file) {
        try (SavedFile saved = SavedFile.open(file, Arrays.equals(head(file), ZIP))) {
            Object root = saved.root();
            if (!(root instanceof Map || root instanceof List)) {
                throw new MalformedFileException(
                        "holds " + (root instanceof Opaque ? root : "a single value") + ", no dictionary of tensors");
            }
            SavedTensors all = new SavedTensors(file.toString(), saved);
            Map<String, NamedTensor> tensors = all.tensors();
            if (tensors.isEmpty()) {
                throw new MalformedFileException("holds no tensor of real numbers" + inTheirPlace(root));
            }
            return new TorchFile(new Weights(tensors), all.others());
        } catch (InsufficientMemoryException e) {
            throw e;
        } catch (MalformedFileException e) {
            throw refused(file, e.getMessage(), e);
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + ReadFailure.reason(file, e), e);
        } catch (RuntimeException e) {
            throw refused(file, "is damaged", e); // values of other kinds than a state dict has in their places
        }
    }

    private static String inTheirPlace(Object root) {
        if (root instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (entry.getKey() instanceof String key && entry.getValue() instanceof Opaque value) {
                    return "; key[" + key + "] is " + value + ", which was not called";
                }
            }
        }
        return "";
    }

    private static UserInputException refused(Path file, String what, Exception cause) {
        UserInputException refused = new UserInputException(
                file.toString(), what, "expected a state dict, as torch.save(model.state_dict(), file) writes it");
        refused.initCause(cause);
        return refused;
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ZIP.length);
        }
    }
}
