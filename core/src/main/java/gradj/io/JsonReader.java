package gradj.io;

import java.util.function.Consumer;

/**
 * Reads JSON (RFC 8259) value by value, without extensions: no comments, no trailing commas, no NaN. Nothing is kept, so
 * that what is skipped costs no memory.
 *
 * <p>Its {@link JsonException}s name the place, counted in characters from 0.
 */
final class JsonReader {
    /** As deep as the reference library of safetensors follows. */
    private static final int MAX_DEPTH = 128;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
        blanks();
    }

    /** The character that the next value begins with; 0 at the end of the text. */
    char next() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** Reads an object; {@code field} is called after each key and must read, or skip, the value. */
    void object(Consumer<String> field) {
        enter('{', "an object");
        if (!found('}')) {
            do {
                if (next() != '"') {
                    throw expected("a key in quotes");
                }
                String key = string();
                if (!found(':')) {
                    throw expected("':'");
                }
                field.accept(key);
            } while (found(','));
            leave('}');
        } else {
            depth--;
        }
    }

    /** Reads an array; {@code element} is called for each element and must read, or skip, it. */
    void array(Runnable element) {
        enter('[', "an array");
        if (!found(']')) {
            do {
                element.run();
            } while (found(','));
            leave(']');
        } else {
            depth--;
        }
    }

    String string() {
        if (next() != '"') {
            throw expected("a string");
        }
        int start = ++at;
        while (next() != '"' && next() != '\\' && next() >= ' ') {
            at++;
        }
        String plain = text.substring(start, at);
        return found('"') ? plain : withEscapes(new StringBuilder(plain));
    }

    private String withEscapes(StringBuilder value) {
        while (!found('"')) {
            char c = next();
            if (c < ' ') {
                throw expected("the end of a string");
            }
            at++;
            value.append(c == '\\' ? escape() : c);
        }
        requirePairs(value);
        return value.toString();
    }

    private char escape() {
        char c = next();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int value = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = next() < 128 ? Character.digit(next(), 16) : -1;
                    if (digit < 0) {
                        throw expected("four hexadecimal digits");
                    }
                    value = (value << 4) | digit;
                    at++;
                }
                yield (char) value;
            }
            default -> {
                at--;
                throw expected("an escape such as \\n or \\u00e9");
            }
        };
    }

    /** Half a character from escapes cannot be written as UTF-8 again. */
    private void requirePairs(CharSequence value) {
        if (!Json.isWellFormed(value)) {
            throw new JsonException("half a surrogate pair in the string that ends at character " + at);
        }
    }

    /** A {@link Long} if it is written as a whole number and fits, else a {@link Double}. */
    Number number() {
        int start = at;
        boolean negative = next() == '-';
        if (negative) {
            at++;
        }
        int digits = at;
        digits();
        if (text.charAt(digits) == '0' && at > digits + 1) {
            at = digits + 1;
            throw expected("no digit after a leading 0");
        }
        boolean whole = true;
        if (next() == '.') {
            at++;
            digits();
            whole = false;
        }
        if (next() == 'e' || next() == 'E') {
            at++;
            if (next() == '+' || next() == '-') {
                at++;
            }
            digits();
            whole = false;
        }
        String number = text.substring(start, at);
        blanks();
        if (whole && number.length() <= 20 && !number.equals("-0")) {
            try {
                return Long.parseLong(number);
            } catch (NumberFormatException tooLarge) {
                // a double is near it
            }
        }
        return Double.parseDouble(number);
    }

    private void digits() {
        if (!isDigit()) {
            throw expected("a digit");
        }
        while (isDigit()) {
            at++;
        }
    }

    private boolean isDigit() {
        return next() >= '0' && next() <= '9';
    }

    /** Whether the next value is this one of true, false and null, which is then read. */
    boolean word(String word) {
        if (!text.startsWith(word, at)) {
            return false;
        }
        at += word.length();
        blanks();
        return true;
    }

    /** Reads a value of any kind and forgets it. */
    void skip() {
        switch (next()) {
            case '{' -> object(key -> skip());
            case '[' -> array(this::skip);
            case '"' -> string();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> {
                if (!word("true") && !word("false") && !word("null")) {
                    throw expected("a value");
                }
            }
        }
    }

    /** Nothing but blanks may follow. */
    void end() {
        if (at < text.length()) {
            throw expected("the end");
        }
    }

    JsonException expected(String what) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the text";
        return new JsonException("expected " + what + " at character " + at + ", found " + found);
    }

    private void enter(char bracket, String what) {
        if (!found(bracket)) {
            throw expected(what);
        }
        if (++depth > MAX_DEPTH) {
            throw new JsonException("nested more than " + MAX_DEPTH + " deep at character " + at);
        }
    }

    private void leave(char bracket) {
        if (!found(bracket)) {
            throw expected("',' or '" + bracket + "'");
        }
        depth--;
    }

    /** Passes this character, and blanks behind it, if it is next. */
    private boolean found(char c) {
        if (at >= text.length() || text.charAt(at) != c) {
            return false;
        }
        at++;
        blanks();
        return true;
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
