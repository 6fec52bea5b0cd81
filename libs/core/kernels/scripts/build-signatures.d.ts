export function signatures(): string;
