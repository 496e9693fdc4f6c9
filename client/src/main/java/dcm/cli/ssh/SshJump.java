package dcm.cli.ssh;

import dcm.cli.server.About.SshGateway;
import dcm.shell.command.Quoted;
import dcm.shell.container.SshValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A jump through the SSH gateway. ssh accepts the host key that the server states over HTTPS, and no other. If the server states none, ssh
 * asks the user, and keeps the answer.
 *
 * @param account as which to log in at the gateway
 * @param hostKey a valid Ed25519 key of the gateway, as {@code TYPE BASE64}; empty if the server states none
 */
public record SshJump(String account, SshGateway gateway, Optional<String> hostKey) {
    /** The type of the keys that are checked. */
    public static final String KEY_TYPE = "ssh-ed25519";

    /** Of the user's options for ssh, those that name the user's keys. */
    private static final List<String> KEY_OPTIONS = List.of(
            "identityfile",
            "identitiesonly",
            "identityagent",
            "certificatefile",
            "pkcs11provider",
            "securitykeyprovider");

    private static final String ALIAS = "dcm-gateway";

    public SshJump {
        SshValues.checkJump(account, gateway.host(), gateway.port());
    }

    /**
     * The option with which ssh jumps.
     *
     * @param options the user's options for ssh; those that name keys also apply to the login at the gateway
     */
    String option(List<String> options) {
        return hostKey.map(key -> "ProxyCommand=" + command(key, options))
                .orElseGet(() -> "ProxyJump=%s@%s:%d".formatted(account, bracketed(gateway.host()), gateway.port()));
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** ProxyJump cannot have options, so this is the command that ssh would run for it. */
    private String command(String key, List<String> options) {
        List<String> words = new ArrayList<>(List.of("ssh"));
        options.stream().filter(SshJump::namesKey).forEach(option -> words.addAll(List.of("-o", option)));
        words.addAll(checking(key));
        words.addAll(List.of("-p", Integer.toString(gateway.port()), "-l", account));
        // The outer ssh replaces %h and %p, and %% by %.
        return Quoted.words(words).replace("%", "%%") + " -W '[%h]:%p' " + gateway.host();
    }

    /** The words with which ssh runs a command of the gateway. */
    List<String> loginCommand(List<String> command) {
        List<String> words = new ArrayList<>(List.of("ssh"));
        hostKey.ifPresent(key -> words.addAll(checking(key)));
        words.addAll(List.of("-p", Integer.toString(gateway.port()), "-l", account, gateway.host(), "--"));
        words.addAll(command);
        return words;
    }

    /** The options with which ssh accepts this host key, and no other. */
    private static List<String> checking(String key) {
        List<String> words = new ArrayList<>();
        for (String option : List.of(
                "HostKeyAlias=" + ALIAS,
                "HostKeyAlgorithms=" + KEY_TYPE,
                "StrictHostKeyChecking=yes",
                "VerifyHostKeyDNS=no",
                "UserKnownHostsFile=/dev/null",
                "GlobalKnownHostsFile=/dev/null",
                "ControlPath=none", // an open connection was perhaps made without this check
                "KnownHostsCommand=/bin/sh -c \"echo %s %s\"".formatted(ALIAS, key))) {
            words.addAll(List.of("-o", option));
        }
        return words;
    }

    private static boolean namesKey(String option) {
        String lower = option.strip().toLowerCase(Locale.ROOT);
        return KEY_OPTIONS.stream().anyMatch(name -> lower.startsWith(name + "=") || lower.startsWith(name + " "));
    }
}
