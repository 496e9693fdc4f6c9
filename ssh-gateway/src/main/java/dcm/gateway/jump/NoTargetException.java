package dcm.gateway.jump;

/** Thrown if a jump has no permitted target; the message is shown to the user. */
final class NoTargetException extends Exception {
    NoTargetException(String sentence) {
        super(sentence, null, false, false);
    }
}
