package dcm.contract.identity;

import java.util.regex.Pattern;

/**
 * The public keys with which an account's containers on one host log in to the account's containers on other hosts. Each host makes its
 * own keys, and keeps the private ones.
 *
 * @param host the host whose keys these are
 * @param authority certifies the host keys of the containers: {@code ssh-ed25519 BASE64}
 * @param login with which the containers log in, in the same format
 */
public record LoginKeys(HostName host, String authority, String login) {
    /** Nothing else, because hosts write the keys of other hosts into files of sshd and ssh. */
    private static final Pattern KEY = Pattern.compile("ssh-ed25519 [A-Za-z0-9+/]{68}");

    public LoginKeys {
        requireKey(authority);
        requireKey(login);
    }

    private static void requireKey(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new InvalidValueException(
                    "A login key has the form 'ssh-ed25519 BASE64'; got " + Printable.quoted(key) + ".");
        }
    }
}
