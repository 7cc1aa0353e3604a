package io.streambus.bridge.secrets;

import io.streambus.connect.StreamBusConfigProvider;
import io.streambus.connect.secret.SecretBox;
import io.streambus.connect.secret.SecretException;
import io.streambus.connect.secret.SecretReference;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How the bridge keeps secrets.
 *
 * @param keyFile the keys that bridge and workers share; without it secrets in documents are refused
 * @param inClear for trials: keeps them unencrypted instead; never with a key file
 */
public record SecretsConfig(Optional<Path> keyFile, boolean inClear) {

    /** The bridge's setting. */
    public static final String KEY_FILE = "secrets.key.file";

    private static final String PROVIDERS = "config.providers";

    public SecretsConfig {
        Objects.requireNonNull(keyFile, "keyFile");
        if (inClear && keyFile.isPresent()) {
            throw new IllegalArgumentException("secrets are either encrypted or in clear");
        }
    }

    /** @param faults takes what is wrong */
    public static SecretsConfig read(Map<String, String> settings, List<String> faults) {
        String text = settings.getOrDefault(KEY_FILE, "");
        if (text.isEmpty()) {
            return new SecretsConfig(Optional.empty(), false);
        }
        try {
            Path file = Path.of(text);
            new SecretBox(file).check();
            return new SecretsConfig(Optional.of(file), false);
        } catch (SecretException e) {
            faults.add(KEY_FILE + ": " + e.getMessage());
        } catch (InvalidPathException e) {
            faults.add(KEY_FILE + " must be the path of a key file, found \"" + text + '"');
        }
        return new SecretsConfig(Optional.empty(), false);
    }

    /** What becomes of secrets in documents. */
    public SecretPolicy inline() {
        if (inClear) {
            return new PlainSecrets();
        }
        return keyFile.<SecretPolicy>map(file -> new EncryptedSecrets(new SecretBox(file)))
                .orElseGet(SecretPolicy::refused);
    }

    /**
     * The config providers of the bridge's own clients: those given, and the one that references of ours ask for. One that is given under its name
     * stays. None is there that nobody has asked for: documents could have it read what it can.
     *
     * @param given {@code config.providers} and its settings
     */
    public Map<String, String> providers(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(given.getOrDefault(PROVIDERS, "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        keyFile.filter(file -> names.add(SecretReference.PROVIDER)).ifPresent(file -> {
            String prefix = PROVIDERS + '.' + SecretReference.PROVIDER;
            all.put(prefix + ".class", StreamBusConfigProvider.class.getName());
            all.put(prefix + ".param." + StreamBusConfigProvider.KEY_FILE, file.toString());
        });
        if (!names.isEmpty()) {
            all.put(PROVIDERS, String.join(",", names));
        }
        return all;
    }
}
