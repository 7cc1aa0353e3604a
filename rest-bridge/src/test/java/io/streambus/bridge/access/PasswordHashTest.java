package io.streambus.bridge.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    @Test
    void a_hash_is_salted_and_matches_its_password_only() {
        PasswordHash hash = PasswordHash.of("påss".toCharArray());

        PasswordHash read = PasswordHash.parse(hash.text()).orElseThrow();

        assertThat(read.matches("påss".toCharArray())).isTrue();
        assertThat(read.matches("pass".toCharArray())).isFalse();
        assertThat(read.matches(new char[0])).isFalse();
        assertThat(PasswordHash.of("påss".toCharArray()).text()).isNotEqualTo(hash.text());
    }

    /** Made by Python's hashlib.pbkdf2_hmac("sha256", b"secret", b"0123456789abcdef", 1000). */
    @Test
    void hashes_of_other_programs_match() {
        String text = "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg==$tiKWHy4FAGCWE8gn6GtKhaxD2OeeAUUWXFT/p1aaNl8=";

        assertThat(PasswordHash.parse(text).orElseThrow().matches("secret".toCharArray()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "$pbkdf2-sha256$0$MDEyMzQ1Njc4OWFiY2RlZg==$tiKWHy4FAGCWE8gn6GtKhaxD2OeeAUUWXFT/p1aaNl8=",
                "$pbkdf2-sha256$9999999$MDEyMzQ1Njc4OWFiY2RlZg==$tiKWHy4FAGCWE8gn6GtKhaxD2OeeAUUWXFT/p1aaNl8=",
                "$pbkdf2-sha256$1000$short$tiKWHy4FAGCWE8gn6GtKhaxD2OeeAUUWXFT/p1aaNl8=",
                "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg==$short",
                "$2y$10$abcdefghijklmnopqrstuv",
            })
    void other_texts_are_no_hashes(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }
}
