/** Interfaces of options, by their names. */
const isOfOptions = /(Options|Settings|Request|Config)$/;
const isOfLibrary = /[\\/]libs[\\/]/;

/** What is called, or stops: it has no default, nothing is called or stopped without it. */
const isCalled = (type) =>
  type?.type === 'TSFunctionType' ||
  (type?.type === 'TSTypeReference' && type.typeName.name === 'AbortSignal') ||
  (type?.type === 'TSUnionType' && type.types.some(isCalled));

/** The defaults of a library's options stand where editors show them: a `@default` tag in each optional field's docstring. */
export const optionDefaults = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: "{{ option }}: expected a '@default' tag in its docstring, found none" },
  },
  create: (context) => ({
    'ExportNamedDeclaration > TSInterfaceDeclaration'({ id, body }) {
      if (!isOfOptions.test(id.name) || !isOfLibrary.test(context.filename)) return;
      for (const member of body.body) {
        if (member.type !== 'TSPropertySignature' || !member.optional) continue;
        if (isCalled(member.typeAnnotation?.typeAnnotation)) continue;
        const docstring = context.sourceCode.getCommentsBefore(member).at(-1)?.value ?? '';
        if (!docstring.includes('@default'))
          context.report({ node: member, messageId: 'missing', data: { option: `${id.name}.${member.key.name}` } });
      }
    },
  }),
};
