package io.streambus.connect.listener;

import org.apache.kafka.connect.errors.ConnectException;

/** A broker's port does not speak what the settings say. Only people can mend that; the message says which cluster, where, and which setting. */
public final class WrongListenerException extends ConnectException {

    WrongListenerException(String message) {
        super(message);
    }
}
