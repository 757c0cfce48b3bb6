package io.vicinal.api;

/** What neighbours are wanted of: a vector, or the one that examples describe. */
public sealed interface SearchQuery permits QueryVector, Examples {}
