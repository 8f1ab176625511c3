package org.openapitools.jackson.nullable;

/** Stands in for the library of this name, which no registry here has: only to compile against. */
public final class JsonNullable<T> {
    public static <T> JsonNullable<T> undefined() {
        throw new UnsupportedOperationException();
    }

    public static <T> JsonNullable<T> of(T value) {
        throw new UnsupportedOperationException();
    }

    public boolean isPresent() {
        throw new UnsupportedOperationException();
    }

    public T get() {
        throw new UnsupportedOperationException();
    }

    public T orElse(T other) {
        throw new UnsupportedOperationException();
    }
}
