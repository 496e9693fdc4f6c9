package dcm.contract.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Every reason for which DCM rejects or fails a request. Programs check the code, which is stable and never reused. */
public enum ErrorCode {
    BAD_INPUT(400, "The request is not well formed"),
    UNAUTHENTICATED(401, "A valid access token is needed"),
    NO_ACCOUNT(403, "You have no account here"),
    ACCOUNT_SUSPENDED(403, "Your account is suspended"),
    FORBIDDEN(403, "This is for administrators"),
    NOT_FOUND(404, "There is nothing here"),
    UNKNOWN_CONTAINER(404, "You have no such container"),
    UNKNOWN_IMAGE(404, "There is no such image for you"),
    BASE_IMAGE(403, "Base images are administrators'"),
    BEING_HANDED_OVER(409, "It is being handed over to somebody else"),
    UNKNOWN_KEY(404, "The account has no such key"),
    UNKNOWN_PRESET(404, "There is no such preset"),
    UNKNOWN_GROUP(404, "There is no such group"),
    GROUP_IN_USE(409, "The group has members"),
    PRESET_NOT_GRANTED(403, "You may not use this preset"),
    PRESET_CONFLICT(409, "The preset conflicts with another"),
    PRESET_FIXED(409, "The preset decides this"),
    PRESET_UNAVAILABLE(503, "The host cannot give what the preset asks for"),
    UNKNOWN_INTENT(404, "You have asked for nothing under this id"),
    METHOD_NOT_ALLOWED(405, "This cannot be done here"),
    AMBIGUOUS_HANDLE(409, "This name fits several"),
    WRONG_STATE(409, "The container's state does not allow it"),
    NAME_TAKEN(409, "The name is taken"),
    IMAGE_IN_USE(409, "The image is in use"),
    TOO_MANY_LAYERS(409, "The image has too many layers"),
    PORT_RESERVED(409, "The port cannot be published"),
    PORTS_TAKEN(409, "No address of a host has all these ports free"),
    ACCOUNT_REMOVED(409, "The account is removed"),
    ACCOUNT_HAS_IMAGES(409, "The account has images"),
    ACCOUNT_EXISTS(409, "The account exists"),
    SIGN_IN_TAKEN(403, "The account belongs to another sign-in"),
    SIGN_INS_ELSEWHERE(409, "Sign-ins are made elsewhere"),
    QUOTA_EXCEEDED(409, "Your quota does not allow it"),
    TOO_LARGE(413, "The request is too large"),
    LENGTH_REQUIRED(411, "The length of the body is missing"),
    UNSUPPORTED_MEDIA(415, "The body must be JSON"),
    KEY_REUSED(422, "The idempotency key was used for another request"),
    UNKNOWN_HOST(404, "There is no such host"),
    UNKNOWN_RECORD(404, "There is no such record in quarantine"),
    RECORD_UNPROCESSABLE(409, "The record still cannot be processed"),
    DISCARDED(500, "An administrator discarded the request"),
    HOST_ALIVE(409, "The host is there"),
    HOST_CONFLICT(409, "The host cannot join"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "DCM made a mistake"),
    ENGINE_FAILED(502, "The Docker Engine could not do it"),
    NO_HOST(503, "No host can take the container"),
    HOST_UNREACHABLE(503, "The container's host cannot be reached"),
    HOST_FULL(503, "The host has no room"),
    SIGN_INS_UNREACHABLE(503, "The identity provider cannot be reached"),
    LOG_UNREACHABLE(503, "The log cannot be reached"),
    VIEW_UNREACHABLE(503, "The views cannot be reached"),
    DEADLINE_PASSED(504, "It was not done in time");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** A short sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The code in records and API responses, such as {@code quota-exceeded}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static ErrorCode ofCode(String code) {
        return Arrays.stream(values())
                .filter(c -> c.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown error code " + code));
    }
}
