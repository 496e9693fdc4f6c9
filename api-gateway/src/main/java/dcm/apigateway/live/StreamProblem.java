package dcm.apigateway.live;

import dcm.apigateway.GatewayProblem;

/** The problems of channels that the gateway itself finds. */
final class StreamProblem {
    private StreamProblem() {}

    static GatewayProblem notPermitted(String path) {
        return GatewayProblem.notFound("No such stream: " + path
                + ". The streams are /v1/changes, /v1/stats, and logs and stats of containers.");
    }

    static GatewayProblem tooMany(int limit) {
        return new GatewayProblem(
                429,
                "too-many-channels",
                "Too many channels",
                "This connection has " + limit + " channels, which is the limit. Close one first.");
    }

    static GatewayProblem tooSlow() {
        return new GatewayProblem(
                503,
                "too-slow",
                "The browser reads too slowly",
                "The browser did not read the stream for too long. Open the channel again from the last event.");
    }

    static GatewayProblem ended() {
        return new GatewayProblem(
                502,
                "stream-ended",
                "The stream has ended",
                "The service has ended the stream, or the connection to it was lost. Open the channel again.");
    }

    static GatewayProblem issuerUnreachable() {
        return new GatewayProblem(
                503,
                "issuer-unreachable",
                "The issuer cannot be reached",
                "Your access token has expired and the issuer does not answer, so it cannot be renewed. Try again in a moment.");
    }
}
