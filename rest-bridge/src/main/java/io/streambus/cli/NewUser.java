package io.streambus.cli;

import io.streambus.bridge.access.Role;
import io.streambus.bridge.access.User;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of commands that make a line of a file of users. Filled by picocli. */
final class NewUser {

    @Option(names = "--user", required = true, description = "The user's name: letters, digits and . _ @ -")
    String name;

    @Option(
            names = "--role",
            defaultValue = "viewer",
            description = "viewer reads, operator also starts and stops, admin does all: ${COMPLETION-CANDIDATES}."
                    + " Default: ${DEFAULT-VALUE}.")
    RoleWord role;

    /** As the files write them. */
    enum RoleWord {
        viewer(Role.VIEWER),
        operator(Role.OPERATOR),
        admin(Role.ADMIN);

        private final Role role;

        RoleWord(Role role) {
            this.role = role;
        }
    }

    User checked(CommandLine command) {
        if (!User.isName(name)) {
            throw new ParameterException(command, "--user must be 1 to 64 letters, digits or . _ @ -");
        }
        return new User(name, role.role);
    }

    static String line(User user, String credential) {
        return user.name() + ':' + user.role().word() + ':' + credential;
    }
}
