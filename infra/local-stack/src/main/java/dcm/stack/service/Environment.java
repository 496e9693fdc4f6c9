package dcm.stack.service;

import dcm.kafka.LogPrincipal;
import dcm.stack.installation.Installation;
import dcm.stack.installation.StackPort;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables of a service, with those that several services need. */
final class Environment {
    private final Installation installation;
    private final Map<String, String> variables = new LinkedHashMap<>();

    Environment(Installation installation) {
        this.installation = installation;
    }

    Map<String, String> variables() {
        return Collections.unmodifiableMap(variables);
    }

    /** Sets a variable to a text, or to the text of a path, number or flag. */
    Environment set(String name, Object value) {
        variables.put(name, value.toString());
        return this;
    }

    Environment setAll(Map<String, String> others) {
        variables.putAll(others);
        return this;
    }

    /** Sets the connection to the broker. */
    Environment setBroker(LogPrincipal principal) {
        return setAll(installation.kafka(principal).environment());
    }

    /** Sets how the SSH gateways' tokens are verified: with the keys of the only one, or those of all, which the API gateway publishes. */
    Environment setGatewayTokens() {
        boolean isOne = installation.instances().of("ssh-gateway").size() == 1;
        return set("DCM_GATEWAY_ENABLED", true)
                .set("DCM_GATEWAY_URL", installation.url(isOne ? StackPort.SSH_GATEWAY_HTTP : StackPort.API_GATEWAY));
    }

    /** Sets the secret with which the gateways authenticate to each other and to command-service. */
    Environment setGatewaySecret() {
        return set("DCM_GATEWAYS_SECRET", installation.secrets().gateways());
    }
}
