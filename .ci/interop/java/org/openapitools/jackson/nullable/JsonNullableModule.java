package org.openapitools.jackson.nullable;

/** Stands in for the library of this name, which no registry here has: only to compile against. */
public class JsonNullableModule extends com.fasterxml.jackson.databind.module.SimpleModule {}
