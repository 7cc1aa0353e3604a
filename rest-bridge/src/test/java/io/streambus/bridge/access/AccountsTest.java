package io.streambus.bridge.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

    /** Of "secret", with few iterations. */
    private static final String HASH =
            "$pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg==$tiKWHy4FAGCWE8gn6GtKhaxD2OeeAUUWXFT/p1aaNl8=";

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    @Test
    void a_password_is_that_of_its_user() throws IOException {
        Accounts accounts = Accounts.open(Map.of(Scheme.BASIC, file("# people\n\nann:operator:" + HASH + '\n')));

        assertThat(header(accounts, basic("ann:secret"))).isEqualTo(known("ann", Role.OPERATOR));
        assertThat(header(accounts, basic("ann:secret"))).isEqualTo(known("ann", Role.OPERATOR));
        assertThat(header(accounts, basic("ann:Secret"))).isEqualTo(Authentication.UNKNOWN);
        assertThat(header(accounts, basic("ann:"))).isEqualTo(Authentication.UNKNOWN);
        assertThat(header(accounts, basic("bob:secret"))).isEqualTo(Authentication.UNKNOWN);
        assertThat(header(accounts, basic("ann"))).isEqualTo(Authentication.UNKNOWN);
        assertThat(header(accounts, "Basic %%%")).isEqualTo(Authentication.UNKNOWN);
        assertThat(header(accounts, "Basic")).isEqualTo(Authentication.UNKNOWN);
        assertThat(header(accounts, "Bearer secret")).isEqualTo(Authentication.UNKNOWN);
        assertThat(accounts.identify(HERE, Optional.empty(), Optional.empty())).isEqualTo(Authentication.UNKNOWN);
    }

    @Test
    void a_token_is_found_by_its_hash_and_a_user_may_have_several() throws IOException {
        Token first = Token.random();
        Token second = Token.random();
        Accounts accounts = Accounts.open(
                Map.of(Scheme.BEARER, file("ci:admin:" + first.hash() + "\nci:viewer:" + second.hash() + '\n')));

        assertThat(header(accounts, "Bearer " + first.text())).isEqualTo(known("ci", Role.ADMIN));
        assertThat(header(accounts, "bearer " + second.text())).isEqualTo(known("ci", Role.VIEWER));
        assertThat(header(accounts, "Bearer " + first.hash())).isEqualTo(Authentication.UNKNOWN);
        assertThat(header(accounts, "Bearer ")).isEqualTo(Authentication.UNKNOWN);
    }

    @Test
    void no_scheme_lets_everybody_do_everything() throws IOException {
        assertThat(header(Accounts.open(Map.of()), "Basic x")).isEqualTo(new Authentication.Known(User.ANYBODY));
    }

    @Test
    void every_faulty_line_of_every_file_is_told_without_its_credential() throws IOException {
        Path passwords = file("""
                ann:boss:%1$s
                a b:admin:%1$s
                bob:admin:hunter2
                carl
                dora:viewer:%1$s
                dora:viewer:%1$s
                """.formatted(HASH));

        assertThatThrownBy(() ->
                        Accounts.open(Map.of(Scheme.BASIC, passwords, Scheme.BEARER, directory.resolve("nowhere"))))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "authentication.basic.file",
                        "line 1 gives ann a role",
                        "line 2 has a user whose name",
                        "line 3 has for bob no $pbkdf2-sha256$",
                        "line 4 must be user:role:credential",
                        "line 6 names dora once more",
                        "authentication.bearer.file",
                        "there is no file " + directory.resolve("nowhere"))
                .hasMessageNotContainingAny("hunter2", HASH);
    }

    @Test
    void who_guesses_waits_and_keeps_nobody_else_out() throws IOException {
        Accounts accounts =
                Accounts.open(Map.of(Scheme.BASIC, file("ann:operator:" + HASH + "\nbob:viewer:" + HASH + '\n')));
        assertThat(header(accounts, basic("bob:secret"))).isEqualTo(known("bob", Role.VIEWER));

        for (int i = 0; i < 5; i++) {
            assertThat(header(accounts, basic("ann:guess" + i))).isEqualTo(Authentication.UNKNOWN);
        }
        assertThat(header(accounts, basic("ann:guess5"))).isInstanceOf(Authentication.Busy.class);
        assertThat(header(accounts, basic("ann:secret"))).isInstanceOf(Authentication.Busy.class);

        // Who is logged in already stays so, and other addresses are answered.
        assertThat(header(accounts, basic("bob:secret"))).isEqualTo(known("bob", Role.VIEWER));
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        assertThat(accounts.identify(elsewhere, Optional.of(basic("ann:secret")), Optional.empty()))
                .isEqualTo(known("ann", Role.OPERATOR));
    }

    @Test
    void a_name_is_told_only_if_it_is_fit_for_logs() {
        assertThat(Accounts.claimedName(basic("ann:x"))).contains("ann");
        assertThat(Accounts.claimedName(basic("a\nb:x"))).isEmpty();
        assertThat(Accounts.claimedName(basic("ann"))).isEmpty();
        assertThat(Accounts.claimedName("Bearer ann:x")).isEmpty();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "users", ""), text);
    }

    private static Authentication header(Accounts accounts, String authorization) {
        return accounts.identify(HERE, Optional.of(authorization), Optional.empty());
    }

    private static Authentication known(String name, Role role) {
        return new Authentication.Known(new User(name, role));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
