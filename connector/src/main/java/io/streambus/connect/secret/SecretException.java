package io.streambus.connect.secret;

import org.apache.kafka.common.config.ConfigException;

/** A secret that cannot be encrypted or decrypted, or a key file that cannot be used. The message names file, place and key, never a secret or a key. */
public final class SecretException extends ConfigException {

    public SecretException(String message) {
        super(message);
    }
}
